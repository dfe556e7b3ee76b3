import { checkDataModel } from '../../credential/index.js'
import { BadgeError, type ErrorProblem } from '../../errors.js'
import { Plain } from '../../internal/json.js'
import { findRenamedTerms, type RdfOptions, type RenamedTerm } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { ModelFinding } from '../../types/model.js'

/**
 * Refuses what is not a verifiable credential: a signature would only make it look sound. Any credential may be signed, so
 * the rules of Open Badges are left to `createCredential`; and times that have passed may be what the issuer wants to
 * say.
 *
 * @param document - a copy that `copyJson` made
 */
export function assertModel(document: JsonObject): void {
  const { problems } = checkDataModel(new Plain(document), { profile: 'vcdm' })
  const [first] = problems
  if (first === undefined) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new BadgeError('ERR_MODEL_INVALID', `No verifier would take this: ${first.detail}${more} ${first.fix}`, {
    pointer: first.pointer,
    problems: problems.map(errorProblem),
  })
}

/** What an error says of a finding about the model. */
export const errorProblem = ({ code, detail, pointer = '', rule, spec, fix }: ModelFinding): ErrorProblem => ({
  code,
  detail,
  pointer,
  rule,
  spec,
  fix,
})

/** Refuses a document whose JSON does not say what is signed: a member under another name than the one it has. */
export function assertNotRenamed(document: JsonObject, { documentLoader }: RdfOptions): void | Promise<void> {
  const renamed = findRenamedTerms(document, { documentLoader })
  return renamed instanceof Promise ? renamed.then(refuseRenamed) : refuseRenamed(renamed)
}

function refuseRenamed(renamed: readonly RenamedTerm[]): void {
  const [first] = renamed
  if (first === undefined) return
  throw new BadgeError('ERR_TERM_RENAMED', `Readers would not see what is signed: ${first.detail}`, {
    pointer: first.pointer,
    problems: renamed.map(({ detail, pointer }) => ({ code: 'ERR_TERM_RENAMED', detail, pointer })),
  })
}
