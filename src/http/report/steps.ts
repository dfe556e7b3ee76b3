import { isBadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { messagePage } from '../site/messages.js'
import { respondPage, siteNameOf } from '../site/respond-page.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { type ReportProblems, reportPage } from './page.js'

/** Pages that can be named without naming a link that lets somebody in. */
const PAGE = /^\/(?:b|p)\/[\w-]{1,80}$/

const pageOf = (text: string | null): string | undefined => (text !== null && PAGE.test(text) ? text : undefined)

export function show(visit: Visit): Response {
  const { person } = visit.visitor
  return answer(visit, {
    page: pageOf(visit.url.searchParams.get('page')),
    text: '',
    email: person?.emails[0]?.email ?? '',
    problems: {},
  })
}

function answer(
  visit: Visit,
  view: { page: string | undefined; text: string; email: string; problems: ReportProblems },
): Response {
  const status = Object.keys(view.problems).length === 0 ? 200 : 422
  return respondPage(visit, (ui) => reportPage(ui, { ...view, issuer: issuerOf(visit) }), { status })
}

const issuerOf = (visit: Visit): string => visit.site.options.issuerProfile?.name ?? siteNameOf(visit)

export async function send(visit: Visit): Promise<Response> {
  const { fields, service, t } = visit
  const { person } = visit.visitor
  const page = pageOf(fields.get('page'))
  const text = fields.get('text').replaceAll('\r\n', '\n')
  const email = fields.get('email').trim()
  await visit.limit('reportVisitor', visitorKey(visit) ?? person?.id)
  await visit.limit('reportAll', 'all')
  // A robot sees the same as everybody.
  if (fields.get('website') === '') {
    const problems = {
      ...(isBlank(text) ? { text: t('report.needed') } : {}),
      ...(text.length > limits.reportText ? { text: t('report.long', { count: limits.reportText }) } : {}),
    }
    if (Object.keys(problems).length > 0) return answer(visit, { page, text, email, problems })
    try {
      await service.reports.add({
        text,
        ...defined({ page, personId: person?.id }),
        ...(email === '' ? {} : { email }),
      })
    } catch (error) {
      if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
      return answer(visit, { page, text, email, problems: { email: t('error.address') } })
    }
  }
  return respondPage(visit, (ui) =>
    messagePage(ui, { title: ui.t('report.sent'), text: ui.t('report.sentText', { issuer: issuerOf(visit) }) }),
  )
}
