import { lint, lintAgainst } from '../../credential/lint/index.js'
import { BadgeError, type ErrorProblem } from '../../errors.js'
import { loaderFor } from '../../loader/index.js'
import { codesOfTerms, findRenamedTerms, type RenamedTerm } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { ModelFinding } from '../../types/model.js'
import type { SignOptions } from '../../types/proof.js'

/**
 * Refuses what is not a verifiable credential, and a badge that would not be verified: a signature would only make it
 * look sound. Times that have passed may be what the issuer wants to say.
 *
 * @param document - a copy that `copyJson` made
 * @param of - what the caller handed over
 */
export async function assertModel(
  document: JsonObject,
  { lint: wanted = 'refuse', documents }: Pick<SignOptions, 'lint' | 'documents'>,
  of: object,
): Promise<void> {
  const { credential, kind: inItself } = lint(document, { kind: wanted !== 'off', of })
  const kind = wanted === 'off' ? [] : [...inItself, ...(await againstDocuments(document, documents))]
  const refused = wanted === 'refuse' ? [...credential, ...kind] : credential
  const [first] = refused
  if (first !== undefined) {
    const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : ''
    throw new BadgeError('ERR_MODEL_INVALID', `No verifier would take this: ${first.detail}${more} ${first.fix}`, {
      pointer: first.pointer,
      problems: refused.map(errorProblem),
    })
  }
  // Who hands over a function that waits is waited for.
  if (typeof wanted === 'function' && kind.length > 0) await wanted(kind)
}

/** Schemas and resources that the issuer has at hand. Nothing is fetched for them. */
async function againstDocuments(
  document: JsonObject,
  documents: SignOptions['documents'],
): Promise<readonly ModelFinding[]> {
  if (documents === undefined) return []
  const loader = loaderFor({ documents })
  return lintAgainst(document, documents, async (url) => (await loader(url, 'document')).document)
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
export function assertNotRenamed(
  document: JsonObject,
  options: Parameters<typeof findRenamedTerms>[1],
): void | Promise<void> {
  const renamed = findRenamedTerms(document, options)
  return renamed instanceof Promise ? renamed.then(refuseRenamed) : refuseRenamed(renamed)
}

function refuseRenamed(renamed: readonly RenamedTerm[]): void {
  const [first] = renamed
  if (first === undefined) return
  throw new BadgeError(codesOfTerms[first.kind], `Readers would not see what is signed: ${first.detail}`, {
    pointer: first.pointer,
    problems: renamed.map(({ kind, detail, pointer }) => ({ code: codesOfTerms[kind], detail, pointer })),
  })
}
