import { isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { copyJson } from '../internal/json.js'
import { assertExactIntegers, roundedNumbers } from '../internal/numbers.js'
import { checkOptions } from '../internal/options.js'
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

/**
 * Proposes how to mend a credential that breaks the data model, or a draft that `createCredential` refuses, where the
 * mending is mechanical: a context that is missing, misspelt or out of order, a date in the wrong form, text where an
 * object is due, a missing type, one value where there must be a list and the other way round, a misspelt member, one
 * in the wrong object, a credential inside a list of one. What needs a decision is left to you, in `remaining`, which
 * is empty exactly where the mended document can be signed and then verifies, as far as its content goes.
 *
 * You get a JSON Patch (RFC 6902), and the document with it applied; the input is never touched. Nothing of the
 * document is lost: what a mend does not rewrite stays. A signed credential has to be signed again: `signed` says so.
 *
 * A day is the day of the issuer, whose time zone is `timeZone` (IANA, such as `Europe/Berlin`; default: UTC). A time
 * without an offset is mended where the zone is given, and otherwise left to you.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a zone that the runtime does not know; `ERR_JSON_*` or `ERR_LIMIT_EXCEEDED` for what has no JSON form, such as half of a surrogate pair or
 *   a list of several documents
 * @see https://www.rfc-editor.org/rfc/rfc6902
 *
 * @example
 * import { fixDraft } from 'badgewright/credential'
 *
 * const { patch } = fixDraft({
 *   issuer: { id: 'https://acme.example', name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', critera: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 * })
 * console.log(patch) // [{ op: 'move', from: '/achievement/critera', path: '/achievement/criteria' }]
 */
export function fixDraft(
  document: object,
  options: {
    /** Where the issuer's days begin and end. */
    readonly timeZone?: string
  } = {},
): FixProposal {
  checkOptions(options, { timeZone: 'time zone' })
  const { timeZone } = options
  const { patch, inside: fixed } = unwrap(copyJson(document, { datesAsText: timeZone ?? UTC }))
  const check = isDraft(fixed) ? (draft: JsonObject) => refusalsOf(draft, timeZone) : findingsOf
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
  return { patch, fixed, remaining: remaining.filter(isProblem), signed: fixed.proof !== undefined }
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
function findingsOf(document: JsonObject): readonly ModelFinding[] {
  const { problems, warnings } = checkDataModel(document)
  const places = new Set(problems.map(({ pointer }) => pointer))
  const isNew = ({ pointer }: ModelFinding): boolean => !places.has(pointer)
  return [
    ...problems,
    // Signing holds the document against the rules of all credentials as well.
    ...checkDataModel(document, { profile: 'vcdm' }).problems.filter(isNew),
    ...lint(document, { kind: true }).kind.filter(isNew),
    ...unknownContexts(document).filter(isNew),
    ...inexactNumbers(document),
    ...warnings.filter(
      (each) =>
        mendable.has(each.rule) && (each.rule !== 'terms.undefined' || (isNew(each) && !NAMED.test(each.pointer))),
    ),
  ]
}

/** A member with an absolute IRI for a name is what it says, without a context. */
const NAMED = /\/[a-z][\w+.-]*:[^/]*$/i

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

function refusalsOf(draft: JsonObject, timeZone: string | undefined): readonly ModelFinding[] {
  try {
    const made = createCredential(draft as unknown as BadgeDraft, { ...ANY_TIME, ...defined({ timeZone }) })
    // What comes of it has places of its own; a draft that can be made and not signed is left to its author.
    return findingsOf(made as unknown as JsonObject).filter(isProblem)
  } catch (error) {
    if (isBadgeError(error, 'ERR_DRAFT_INVALID')) return (error.problems ?? []) as readonly ModelFinding[]
    throw error
  }
}
