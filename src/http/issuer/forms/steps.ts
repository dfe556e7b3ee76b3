import { isBadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import type { FormRecord } from '../../../service/index.js'
import type { JsonObject } from '../../../types/json.js'
import { ownIssuer } from '../../site/issuer.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import { mayUse, type Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { type FormsView, formsPage, QUESTIONS } from './page.js'

const TRIES = 5

export const list = (visit: Visit): Promise<Response> => show(visit, {}, 200)

async function show(visit: Visit, extra: Partial<FormsView>, status: number): Promise<Response> {
  const { applications, library } = visit.service
  const [forms, saved] = await Promise.all([
    applications.forms(),
    mayUse(visit, 'library.list') ? library.list({ limit: 100 }) : { badges: [] },
  ])
  const view: FormsView = {
    forms: forms.map(({ id, title, open, rule }) => ({ id, title, isOpen: open, rule })),
    library: saved.badges.map(({ id, name }) => ({ id, name })),
    values: {},
    problems: {},
    note: visit.url.searchParams.get('note') === 'made' ? visit.t('forms.made') : undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => formsPage(ui, view), { status })
}

/** A form for a badge of the library as it is now: questions that are answered in words, and decided by a person. */
export async function make(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const questions = Array.from({ length: QUESTIONS }, (_, i) => fields.get(`question${i + 1}`).slice(0, limits.title))
  const asked = questions.filter((text) => text !== '')
  const title = fields.get('title').slice(0, limits.title)
  const description = fields.get('description').slice(0, limits.formDescription)
  const saved = await service.library.get({ id: fields.get('saved') })
  if (saved === null) throw new NotFound()
  const problems = defined({
    title: title === '' ? visit.t('library.nameMissing') : undefined,
    question1: asked.length === 0 ? visit.t('forms.questionMissing') : undefined,
  })
  if (Object.keys(problems).length > 0) {
    const values = Object.fromEntries(fields.names().map((name) => [name, fields.get(name)]))
    return show(visit, { problems, values }, 422)
  }
  const rule = ruleOf(fields)
  const make = () =>
    withFreeId(visit, title, {
      ...defined({ rule }),
      title,
      ...(description === '' ? {} : { description }),
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          asked.map((text, i) => [
            `q${i + 1}`,
            { type: 'string', title: text, maxLength: limits.answerText, minLength: 1 },
          ]),
        ),
        required: asked.map((_, i) => `q${i + 1}`),
      },
      draft: { issuer: ownIssuer(visit.site) } as unknown as FormRecord['draft'],
      saved: { id: saved.badge.id },
    })
  try {
    await make()
  } catch (error) {
    // All else was looked at before: what is left to be wrong is an address, a code or the number.
    const isRule = isBadgeError(error, 'ERR_ARGUMENT_INVALID') || isBadgeError(error, 'ERR_ADDRESS_INVALID')
    if (rule === undefined || !isRule) throw error
    const values = Object.fromEntries(fields.names().map((name) => [name, fields.get(name)]))
    return show(visit, { problems: { roster: visit.t('forms.ruleWrong') }, values }, 422)
  }
  return redirect(visit, '/issuer/forms?note=made')
}

const lines = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** Whom the form approves without a person; `undefined` where nothing was filled in. */
function ruleOf(fields: Visit['fields']) {
  const roster = lines(fields.get('roster'), /[\n,;]/)
  const codes = lines(fields.get('codes'), /\n/)
  const right = lines(fields.get('right'), /[,;]/)
  if (roster.length + codes.length + right.length === 0) return undefined
  const atMost = Number(fields.get('atMost'))
  // An empty field, and text that is not a number, are refused as a number that cannot be.
  return { roster, codes, ...(right.length === 0 ? {} : { answers: { q1: right } }), atMost: atMost || -1 }
}

/** Makes the form at the first address that is free; of two who make one at once, the second looks again. */
async function withFreeId(
  { service: { applications } }: Visit,
  title: string,
  form: Omit<Parameters<Visit['service']['applications']['setForm']>[0], 'id'>,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    const taken = new Set((await applications.forms()).map(({ id }) => id))
    try {
      await applications.setForm({ ...form, id: freeId(title, taken), isNew: true })
      return
    } catch (error) {
      if (!isBadgeError(error, 'ERR_ROW_DUPLICATE') || tries === TRIES) throw error
    }
  }
}

/** The end of its address: what is Latin of the title, with a number where that is taken. */
function freeId(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, limits.formId - 6) || 'form'
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.has(id)) return id
  }
}

/** Closes a form, or opens it again; all else stays. */
export async function setOpen(visit: Visit): Promise<Response> {
  const { applications } = visit.service
  const found = await applications.form(visit.params.formId ?? '')
  if (found === null) throw new NotFound()
  const { id, title, description, schema, draft, auto } = found
  await applications.setForm({
    ...{ id, title, schema: schema as JsonObject, draft, auto },
    ...defined({ description }),
    open: visit.fields.get('open') === 'true',
  })
  return redirect(visit, '/issuer/forms')
}
