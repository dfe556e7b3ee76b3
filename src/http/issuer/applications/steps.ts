import { BadgeError } from '../../../errors.js'
import { limits } from '../../../internal/limits.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { applicationsPage, reviewPage } from './page.js'

export async function applications(visit: Visit): Promise<Response> {
  const { service } = visit
  const [found, forms] = await Promise.all([
    service.applications.list({ limit: 100, ...cursorOf(visit) }),
    service.applications.forms(),
  ])
  const titles = new Map(forms.map(({ id, title }) => [id, title]))
  return respondPage(visit, (ui) =>
    applicationsPage(
      ui,
      found.applications.map(({ id, formId, applicant, stage, submittedAt }) => ({
        id,
        title: titles.get(formId) ?? formId,
        name: applicant.name,
        stage,
        at: submittedAt,
      })),
      nextUrl(visit, found.cursor),
    ),
  )
}

export async function review(visit: Visit): Promise<Response> {
  const { service } = visit
  const application = await service.applications.get(visit.params.applicationId ?? '')
  if (application === null) throw new NotFound()
  const form = await service.applications.form(application.formId)
  const { fieldsOf } = await import('../../../service/index.js')
  const labels = new Map((form === null ? [] : fieldsOf(form.schema)).map(({ name, title }) => [name, title]))
  const { id, applicant, stage, submittedAt, answers, remarks, badgeId } = application
  return respondPage(visit, (ui) =>
    reviewPage(ui, {
      id,
      title: form?.title ?? application.formId,
      name: applicant.name,
      address: applicant.email,
      stage,
      at: submittedAt,
      answers: Object.entries(answers).map(([name, value]) => ({
        label: labels.get(name) ?? name,
        value: Array.isArray(value) ? value.join(', ') : String(value ?? ''),
      })),
      remarks,
      badgeId,
      note: visit.url.searchParams.get('note') === 'decided' ? ui.t('issuer.decided') : undefined,
    }),
  )
}

export async function decide(visit: Visit): Promise<Response> {
  const applicationId = visit.params.applicationId ?? ''
  const { fields } = visit
  const remark = fields.get('remark').slice(0, limits.remarkText)
  const { applications: steps } = visit.service
  switch (fields.get('do')) {
    case 'approve':
      await steps.approve({ applicationId })
      break
    case 'reject':
      await steps.reject({ applicationId, ...(remark === '' ? {} : { remark }) })
      break
    case 'ask':
      await steps.ask({ applicationId, remark })
      break
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'An application is approved, rejected or asked about.')
  }
  return redirect(visit, `/issuer/applications/${encodeURIComponent(applicationId)}?note=decided`)
}
