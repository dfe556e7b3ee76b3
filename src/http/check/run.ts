import { issuerIdOfKey } from '../../badge/index.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { loadAnswers } from '../../texts/answers/index.js'
import { type CheckedBadge, checkedCard } from '../site/answer/card.js'
import { type CheckConfig, checkTexts } from '../site/answer/config.js'
import { qrPicture } from '../site/answer/qr.js'
import { speakerOf } from '../site/answer/speaker.js'
import { ownDidDocument } from '../site/issuer.js'
import { partUrls, programUrl } from '../site/programs.js'
import { respondPage } from '../site/respond-page.js'
import { csrfField } from '../site/ui.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { type Html, html } from '../web/html.js'
import { ownCamera } from '../web/respond.js'
import { checkOnServer } from './check.js'
import { asksOthers, lookUp } from './look-up.js'
import { type CheckPageView, checkBody } from './page.js'

/** The page; an address in its query is filled in, and looked up only when somebody presses the button. */
export const showCheck = (visit: Visit): Promise<Response> =>
  respondCheck(visit, { address: visit.url.searchParams.get('address')?.slice(0, limits.fetchUrl) })

/** What was posted: files, a text, or an address, in this order; the button beside the address means the address. */
export async function answerCheck(visit: Visit): Promise<Response> {
  const { fields, t } = visit
  const address = fields.get('address').slice(0, limits.fetchUrl)
  const recipient = fields.get('recipient').slice(0, limits.address)
  const given = { address, recipient }
  const files = fields.get('do') === 'address' ? [] : await fields.files('file', limits.checkedFiles)
  const text = fields.get('do') === 'address' ? '' : fields.get('text')
  if (files.length === 0 && text === '') {
    if (address === '') return respondCheck(visit, given)
    const found = await lookUp(visit, address)
    if ('problem' in found) return respondCheck(visit, { ...given, problem: t(found.problem) })
    const by = fields.get('via') === 'qr' ? 'qr' : 'address'
    const checked = await checkOnServer(visit, found.data, recipient)
    return respondCheck(visit, given, [{ ...checked, reached: { by, url: found.url } }])
  }
  await visit.limit('checkVisitor', visitorKey(visit))
  const inputs = files.length > 0 ? files : [{ bytes: text, name: undefined }]
  const checked: CheckedBadge[] = []
  // One after the other: the work of one request stays that of one file at a time.
  for (const { bytes, name } of inputs)
    checked.push({ ...(await checkOnServer(visit, bytes, recipient)), ...defined({ name }) })
  return respondCheck(visit, given, checked)
}

async function respondCheck(
  visit: Visit,
  given: Pick<CheckPageView, 'address' | 'recipient' | 'problem'>,
  checked: readonly CheckedBadge[] = [],
): Promise<Response> {
  const { site, translator } = visit
  const did = await ownDidDocument(site)
  const { locale } = translator
  const answers = await loadAnswers(locale)
  const config: CheckConfig = {
    locale,
    answers,
    texts: checkTexts(translator.texts),
    parts: partUrls(visit),
    site: {
      baseUrl: visit.service.baseUrl,
      path: site.publicPath,
      issuer: issuerIdOfKey(visit.service.options.signer),
      did: did === undefined ? null : { id: String(did.id), document: did },
      asks: asksOthers(site),
    },
  }
  const speaker = speakerOf({ ...translator, answers })
  const results =
    checked.length === 0
      ? undefined
      : html`${summary(speaker.t, checked.length)}${checked.map((one) => checkedCard(speaker, one, { drawQr: qrPicture }))}`
  return respondPage(
    visit,
    (ui) => ({
      title: ui.t('verify.title'),
      index: checked.length === 0,
      ...defined({ script: programUrl(visit, 'verify') }),
      body: checkBody(ui.t, {
        ...given,
        config,
        post: { action: ui.href('/verify'), csrf: csrfField(ui) },
        results,
      }),
    }),
    { headers: ownCamera },
  )
}

const summary = (t: Visit['t'], count: number): Html | undefined =>
  count < 2 ? undefined : html`<h2>${t('verify.checked', { count })}</h2>`
