import { createCredential } from '../../credential/index.js'
import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { copyJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import { keepPicture } from '../badges/pictures.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { FormRecord } from '../core/records/index.js'
import { fromLibrary } from '../core/saved-badge.js'
import { findAll, put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { possibleActors } from '../staff/acting.js'
import { fieldsOf } from './form-schema.js'
import { readRule } from './rule.js'
import type { NewForm } from './types.js'

const FORM_ID = /^[a-z0-9][a-z0-9-]*$/

/** Creates or changes a form. The draft is tried with an invented recipient, so that approving cannot fail for it. */
export async function setForm(context: ServiceContext, input: NewForm): Promise<FormRecord> {
  const { id, title, description, schema, auto = false, open = true, isNew = false } = input
  if (typeof id !== 'string' || id.length > limits.formId || !FORM_ID.test(id)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `The id of a form must be 1 to ${limits.formId} lower-case letters, digits and \`-\`.`,
    )
  }
  if (typeof title !== 'string' || isBlank(title) || title.length > limits.title) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `The title of a form must have 1 to ${limits.title} characters.`)
  }
  if (auto && context.options.approval?.required === true) {
    throw new BadgeError(
      'ERR_ACCESS_DENIED',
      'Badges of this issuer are approved before they are offered: a form cannot do without (`auto`).',
    )
  }
  const plain = copyJson(schema) as JsonObject
  fieldsOf(plain)
  const library = input.saved === undefined ? undefined : await fromLibrary(context, input.saved, input.draft)
  const draft = library?.draft ?? input.draft
  const sample = { ...draft, recipient: { email: 'applicant@example.org', name: 'Applicant' } } as BadgeDraft
  createCredential(sample, { issuerId: context.issuerId, now: new Date(context.now()), timeZone: context.timeZone })
  const picture = (await keepPicture(context, input.picture)) ?? library?.picture
  if (input.rule !== undefined && context.options.approval?.required === true) {
    throw new BadgeError('ERR_ACCESS_DENIED', 'Badges of this issuer are approved by a person: a form has no `rule`.')
  }
  const changedBy = await possibleActors(context)
  return retrying(async () => {
    const before = await read(context.storage, 'forms', id)
    if (isNew && before !== undefined) throw new BadgeError('ERR_ROW_DUPLICATE', 'There is a form with this id.')
    const kept = picture ?? before?.value.picture
    const earlier = before?.value.rule
    const rule = input.rule === undefined ? earlier : await readRule(context, id, plain, input.rule, earlier)
    const form: FormRecord = {
      schemaVersion: 1,
      id,
      title: title.trim(),
      ...defined({ description }),
      schema: plain,
      draft: copyJson(draft, { datesAsText: context.timeZone }) as unknown as FormRecord['draft'],
      ...defined({ picture: kept, saved: library?.saved ?? savedOf(before?.value, draft) }),
      auto,
      open,
      ...defined({ rule }),
      createdAt: before?.value.createdAt ?? iso(context.now()),
      changedBy,
    }
    const log = await nextEntries(context, subjectOf('form', id), 'issuer', { type: 'form-changed' })
    await context.storage.commit([put('forms', id, before, form), ...log.changes])
    context.emit(log.events)
    return form
  })
}

/** A change that leaves the achievement as it is leaves it a badge of the library. */
const savedOf = (before: FormRecord | undefined, draft: NewForm['draft']): FormRecord['saved'] =>
  achievementIdOf(before?.draft) === achievementIdOf(draft) ? before?.saved : undefined

const achievementIdOf = (draft: { readonly achievement?: unknown } | undefined): unknown =>
  (draft?.achievement as { id?: unknown } | undefined)?.id

export async function getForm(context: ServiceContext, formId: string): Promise<FormRecord | null> {
  if (typeof formId !== 'string' || !FORM_ID.test(formId)) return null
  return (await read(context.storage, 'forms', formId))?.value ?? null
}

export const listForms = async (context: ServiceContext): Promise<FormRecord[]> =>
  (await findAll(context.storage, 'forms', undefined)).map(({ value }) => value)
