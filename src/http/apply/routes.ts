import { type BadgeError, isBadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'
import type { FormRecord } from '../../service/index.js'
import { messagePage } from '../site/messages.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { type Visit, visitorKey } from '../site/visit.js'
import type { Fields } from '../web/body.js'
import { NotFound } from '../web/outcome.js'
import { applicationPage, applyListPage, applyPage } from './page.js'

export const applyRoutes: readonly Route[] = [
  { method: 'GET', path: '/apply', kind: 'page', run: list },
  { method: 'GET', path: '/apply/:formId', kind: 'page', run: show },
  { method: 'POST', path: '/apply/:formId', kind: 'page', run: submit },
  { method: 'GET', path: '/application/:token', kind: 'secret', run: showApplication },
  { method: 'POST', path: '/application/:token', kind: 'secret', run: answer },
]

async function list(visit: Visit): Promise<Response> {
  const forms = (await visit.service.applications.forms()).filter(({ open }) => open)
  return respondPage(visit, (ui) =>
    applyListPage(
      ui,
      forms.map(({ id, title, description }) => ({ id, title, description })),
    ),
  )
}

async function openForm(visit: Visit): Promise<FormRecord> {
  const form = await visit.service.applications.form(visit.params.formId ?? '')
  if (form === null) throw new NotFound()
  return form
}

type Values = Readonly<Record<string, readonly string[]>>

async function formPage(
  visit: Visit,
  form: FormRecord,
  values: Values,
  problems: Readonly<Record<string, string>>,
): Promise<Response> {
  const { fieldsOf } = await import('../../service/index.js')
  const { id, title, description, schema } = form
  return respondPage(
    visit,
    (ui) =>
      applyPage(ui, {
        formId: id,
        title,
        description,
        fields: fieldsOf(schema),
        hasCode: form.rule?.codes !== undefined,
        values,
        problems,
      }),
    { status: Object.keys(problems).length === 0 ? 200 : 422 },
  )
}

async function show(visit: Visit): Promise<Response> {
  const form = await openForm(visit)
  if (!form.open) {
    return respondPage(visit, (ui) => messagePage(ui, { title: form.title, text: ui.t('apply.closed') }), {
      status: 410,
    })
  }
  const { person } = visit.visitor
  const known: Values =
    person === null ? {} : { 'you.name': [person.name ?? ''], 'you.email': [person.emails[0]?.email ?? ''] }
  return formPage(visit, form, known, {})
}

const ANSWER = 'answer.'

async function submit(visit: Visit): Promise<Response> {
  const form = await openForm(visit)
  await visit.limit('applyVisitor', visitorKey(visit))
  const { fields } = visit
  const email = fields.get('you.email')
  const name = fields.get('you.name')
  const code = fields.get('you.code')
  const given = answersOf(fields)
  const values: Values = { ...given, 'you.email': [email], 'you.name': [name], 'you.code': [code] }
  // Every application mails the address that it names.
  await visit.limit('applyAddress', mailboxKey(email).slice(0, limits.address))
  await visit.limit('applyAll', 'all')
  const missing = isBlank(name) ? { 'you.name': visit.t('apply.required') } : {}
  if (Object.keys(missing).length > 0) return formPage(visit, form, values, missing)
  try {
    const { token } = await visit.service.applications.submit({
      formId: form.id,
      email,
      name,
      locale: visit.translator.locale,
      ...(code === '' ? {} : { code }),
      answers: Object.fromEntries(
        Object.entries(given).map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list]),
      ),
      honeypot: fields.get('you.website'),
    })
    // A robot sees the same.
    if (token === null)
      return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('apply.sent'), text: ui.t('apply.sentText') }))
    return redirect(visit, `/application/${encodeURIComponent(token)}?sent=1`)
  } catch (error) {
    if (isBadgeError(error, 'ERR_ADDRESS_INVALID'))
      return formPage(visit, form, values, { 'you.email': visit.t('error.address') })
    if (isBadgeError(error, 'ERR_ANSWERS_INVALID'))
      return formPage(visit, form, values, await problemsOf(visit, form, given, error))
    throw error
  }
}

const answersOf = (fields: Fields): Values =>
  Object.fromEntries(
    fields
      .names()
      .filter((name) => name.startsWith(ANSWER))
      .map((name) => [name.slice(ANSWER.length), fields.all(name)]),
  )

async function problemsOf(visit: Visit, form: FormRecord, given: Values, error: BadgeError) {
  const { fieldsOf } = await import('../../service/index.js')
  const names = fieldsOf(form.schema).map(({ name }) => name)
  const found: Record<string, string> = {}
  for (const { pointer } of error.problems ?? []) {
    const name = names.find(
      (row) => pointer === `/${row.replaceAll('~', '~0').replaceAll('/', '~1')}` || pointer.startsWith(`/${row}/`),
    )
    if (name === undefined) continue
    const empty = (given[name] ?? []).every(isBlank)
    found[name] = visit.t(empty ? 'apply.required' : 'apply.invalid')
  }
  const [first] = names
  return Object.keys(found).length > 0 || first === undefined ? found : { [first]: visit.t('apply.invalid') }
}

async function showApplication(visit: Visit): Promise<Response> {
  const token = visit.params.token ?? ''
  const application = await visit.service.applications.look(token)
  if (application === null) throw new NotFound()
  const form = await visit.service.applications.form(application.formId)
  return respondPage(
    visit,
    (ui) =>
      applicationPage(ui, {
        token,
        title: form?.title ?? ui.t('apply.yours'),
        stage: application.stage,
        remarks: application.remarks,
        sent: visit.url.searchParams.get('sent') === '1',
      }),
    { secret: true },
  )
}

async function answer(visit: Visit): Promise<Response> {
  const token = visit.params.token ?? ''
  const { fields } = visit
  await visit.service.applications.answer({ token, remark: fields.get('remark').slice(0, limits.remarkText) })
  return redirect(visit, `/application/${encodeURIComponent(token)}?sent=1`)
}
