import { mendDraft } from './credential/mend/index.js'
import { asArray } from './internal/json.js'
import { checkOptions } from './internal/options.js'
import { contextAdded, dataIntegrityContexts } from './internal/proof-contexts.js'
import { contextAtHand } from './loader/at-hand/index.js'
import { findUnsignable } from './rdf/at-once/index.js'
import type { JsonObject, JsonValue } from './types/json.js'
import type { FixProposal } from './types/model.js'

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
  return mendDraft(document, options, (each) => findUnsignable(asSigned(each), contextAtHand))
}

/** With the context that signing adds for the proof, last, so that all places stay the same. */
function asSigned(document: JsonObject): JsonObject {
  const contexts = asArray<JsonValue>(document['@context'])
  const added = contextAdded(contexts, dataIntegrityContexts)
  return added === undefined ? document : { ...document, '@context': [...contexts, added] }
}
