import { isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { copyJson } from '../internal/json.js'
import { assertExactIntegers, roundedNumbers } from '../internal/numbers.js'
import { UTC } from '../internal/time-zone.js'
import type { BadgeDraft } from '../types/draft.js'
import type { JsonObject } from '../types/json.js'
import type { FixProposal, ModelFinding } from '../types/model.js'
import { checkDataModel } from './check.js'
import { createCredential } from './create.js'
import { finding } from './findings.js'
import { isDraft, operationsFor, unwrap } from './fixes.js'
import { applyOperation } from './json-patch.js'
import { lint } from './lint-rules.js'
import { unknownContexts } from './mend-contexts.js'

/** A fix can bring a finding to light that has a fix itself. */
const ROUNDS = 12

/** Places that are not signed, or not as they read, and contexts that are not at hand to tell. */
export type FindUnsignable = (
  document: JsonObject,
) => readonly { readonly pointer: string; readonly detail: string; readonly isUnread?: true }[]

/** `fixDraft`, with what signing asks of a document beyond its data model. */
export function mendDraft(
  document: object,
  { timeZone }: { readonly timeZone?: string },
  findUnsignable: FindUnsignable,
): FixProposal {
  const { patch, inside: fixed } = unwrap(copyJson(document, { datesAsText: timeZone ?? UTC }))
  const findings = (each: JsonObject): readonly ModelFinding[] => findingsOf(each, findUnsignable)
  const check = isDraft(fixed) ? (draft: JsonObject) => refusalsOf(draft, timeZone, findings) : findings
  let remaining = check(fixed)
  for (let round = 0; round < ROUNDS; round++) {
    const before = patch.length
    for (const each of remaining) {
      for (const operation of operationsFor(each, fixed, timeZone)) {
        if (applyOperation(fixed, operation)) patch.push(operation)
      }
    }
    if (patch.length === before) break
    remaining = check(fixed)
  }
  // What `createCredential` refuses is refused, whatever the rule is to a credential.
  const left = isDraft(fixed) ? remaining : remaining.filter(isProblem)
  return { patch, fixed, remaining: left, signed: fixed.proof !== undefined }
}

/** Warnings that have a fix. */
const mendable: ReadonlySet<string> = new Set([
  'strict.array',
  'json.empty-array',
  'issuer.object',
  'subject.identity-hash',
  'subject.identity-plain',
  'email.form',
  'evidence.id',
  'status.entry',
  'status.index-text',
  'result.value',
  'terms.undefined',
  'terms.type-word',
  'strict.value',
])
/** Warnings of the model that keep a badge from being verified. */
const deciding: ReadonlySet<string> = new Set(['status.entry', 'terms.undefined'])
const isProblem = ({ rule }: ModelFinding): boolean => !mendable.has(rule) || deciding.has(rule)

/** What speaks against signing the document, and against the badge when it is verified; and warnings with a fix. */
function findingsOf(document: JsonObject, findUnsignable: FindUnsignable): readonly ModelFinding[] {
  const { problems, warnings } = checkDataModel(document)
  const places = new Set(problems.map(({ pointer }) => pointer))
  const isNew = ({ pointer }: ModelFinding): boolean => !places.has(pointer)
  const unsignable = findUnsignable(document)
  // A warning about a name is borne out by the contexts, or it is none.
  const isTold = ({ rule }: ModelFinding): boolean => rule !== 'terms.undefined' || unsignable.length > 0
  const named = warnings.filter((each) => mendable.has(each.rule) && isTold(each))
  const known = [
    ...problems,
    // Signing holds the document against the rules of all credentials as well.
    ...checkDataModel(document, { profile: 'vcdm' }).problems.filter(isNew),
    ...lint(document, { kind: true }).kind.filter(isNew),
    ...unknownContexts(document).filter(isNew),
    ...inexactNumbers(document),
    ...named.filter((each) => each.rule !== 'terms.undefined' || isNew(each)),
  ]
  const said = new Set(known.filter(isProblem).map(({ pointer }) => pointer))
  // Of its own contexts it is known which can be handed over.
  const isOwnContext = (pointer: string): boolean => pointer.startsWith('/@context')
  const others = unsignable.filter(
    ({ pointer, isUnread }) => !said.has(pointer) && !(isUnread && isOwnContext(pointer)),
  )
  return [...known, ...others.map(({ pointer, detail }) => finding('terms.unsigned', pointer, detail))]
}

/** Numbers that two readers would take for two, and that are not signed therefore. */
function inexactNumbers(document: JsonObject): readonly ModelFinding[] {
  try {
    assertExactIntegers(document)
    roundedNumbers(document)
    return []
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return [finding('json.value', error.pointer ?? '', error.message)]
  }
}

const ANY_TIME = { now: '2026-01-01T00:00:00Z', id: 'urn:uuid:00000000-0000-4000-8000-000000000000', salt: 'x' }

function refusalsOf(
  draft: JsonObject,
  timeZone: string | undefined,
  findings: (made: JsonObject) => readonly ModelFinding[],
): readonly ModelFinding[] {
  try {
    const made = createCredential(draft as unknown as BadgeDraft, { ...ANY_TIME, ...defined({ timeZone }) })
    // What comes of it has places of its own; a draft that can be made and not signed is left to its author.
    return findings(made as unknown as JsonObject).filter(isProblem)
  } catch (error) {
    if (isBadgeError(error, 'ERR_DRAFT_INVALID')) return (error.problems ?? []) as readonly ModelFinding[]
    throw error
  }
}
