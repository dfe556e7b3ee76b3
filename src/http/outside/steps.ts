import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { loadAnswers } from '../../texts/answers/index.js'
import type { TextKey } from '../../texts/index.js'
import { checkOnServer, guardedFetchOf, lookUp } from '../check/index.js'
import { checkedCard } from '../site/answer/card.js'
import { speakerOf } from '../site/answer/speaker.js'
import { badgeFileResponse } from '../site/badge/files.js'
import { redirect, respondPage } from '../site/respond-page.js'
import { personOf, type Visit, visitorKey } from '../site/visit.js'
import { html } from '../web/html.js'
import { NotFound } from '../web/outcome.js'
import { type OutsideProblems, outsidePage } from './page.js'

const notes = { added: 'others.added', removed: 'others.removed', saved: 'account.saved' } as const

export const list = (visit: Visit): Promise<Response> => answer(visit, '', {})

async function answer(visit: Visit, address: string, problems: OutsideProblems): Promise<Response> {
  const { id: personId } = personOf(visit)
  const badges = await visit.service.outside.list({ personId })
  const asked = visit.url.searchParams.get('note')
  const note = asked !== null && Object.hasOwn(notes, asked) ? notes[asked as keyof typeof notes] : undefined
  const asksOthers = guardedFetchOf(visit.site) !== undefined
  const status = Object.keys(problems).length === 0 ? 200 : 422
  return respondPage(
    visit,
    (ui) => outsidePage(ui, { badges, address, problems, asksOthers, note: note && ui.t(note) }),
    { status },
  )
}

const refusals: Readonly<Record<string, TextKey>> = {
  ERR_NOT_A_BADGE: 'others.notBadge',
  ERR_VERIFICATION_FAILED: 'others.failed',
  ERR_ROW_DUPLICATE: 'others.twice',
  ERR_LIMIT_EXCEEDED: 'others.tooMuch',
}

export async function add(visit: Visit): Promise<Response> {
  const { fields, service, t } = visit
  const { id: personId } = personOf(visit)
  const address = fields.get('address').trim().slice(0, limits.fetchUrl)
  const [file] = await fields.files('file', 1)
  if (file === undefined && address === '') return answer(visit, address, { file: t('others.needed') })
  await visit.limit('checkVisitor', visitorKey(visit) ?? personId)
  let data = file?.bytes
  if (data === undefined) {
    const found = await lookUp(visit, address)
    if ('problem' in found) return answer(visit, address, { address: t(found.problem) })
    data = found.data instanceof Uint8Array ? found.data : new TextEncoder().encode(JSON.stringify(found.data))
  }
  try {
    await service.outside.add({ personId, file: data, ...defined({ fetch: guardedFetchOf(visit.site) }) })
  } catch (error) {
    const text = isBadgeError(error) ? refusals[error.code] : undefined
    if (text === undefined) throw error
    return answer(visit, address, { [file === undefined ? 'address' : 'file']: t(text) })
  }
  return redirect(visit, '/mine/others?note=added')
}

export async function change(visit: Visit): Promise<Response> {
  const { outside } = visit.service
  const given = { personId: personOf(visit).id, id: visit.params.id ?? '' }
  switch (visit.fields.get('do')) {
    case 'show':
    case 'hide':
      await outside.setOpen({ ...given, open: visit.fields.get('do') === 'show' })
      return redirect(visit, '/mine/others?note=saved')
    case 'remove':
      await outside.remove(given)
      return redirect(visit, '/mine/others?note=removed')
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'A badge of another issuer is shown, hidden or removed.')
  }
}

async function seen(visit: Visit) {
  const { person } = visit.visitor
  const found = await visit.service.outside.look({
    id: visit.params.id ?? '',
    ...defined({ personId: person?.id }),
  })
  if (found === null) throw new NotFound()
  return found
}

/** The badge, checked at this moment. */
export async function show(visit: Visit): Promise<Response> {
  const found = await seen(visit)
  await visit.limit('checkVisitor', visitorKey(visit))
  const checked = await checkOnServer(visit, found.text, '')
  const { translator } = visit
  const answers = await loadAnswers(translator.locale)
  const card = checkedCard(speakerOf({ ...translator, answers }), checked)
  return respondPage(visit, (ui) => ({
    title: found.name,
    body: html`<div class="narrow stack-wide"><h1><bdi>${found.name}</bdi></h1><p class="soft">${ui.t('others.kept', { issuer: found.issuerName })}</p>${card}<p><a class="button second" href="${ui.href(`/o/${found.id}/badge`)}">${ui.t('others.download')}</a></p></div>`,
  }))
}

export async function file(visit: Visit): Promise<Response> {
  const { text } = await seen(visit)
  const isJson = text.startsWith('{')
  return badgeFileResponse(visit, { through: 'link' }, text, {
    type: isJson ? 'application/vc+ld+json' : 'application/jwt',
    name: isJson ? 'badge.json' : 'badge.jwt',
  })
}
