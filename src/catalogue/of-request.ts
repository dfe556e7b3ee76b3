import { BadgeError, type BadgeErrorCode, type ErrorProblem, isBadgeError } from '../errors.js'
import type { JsonObject } from '../types/json.js'
import { hostsSay } from './results.js'

/** Where the members of signing are in a request of the VC-API. */
const options: Readonly<Record<string, string>> = {
  '/proof/created': '/options/created',
  '/sign/suite': '/options/cryptosuite',
  '/sign/created': '/options/created',
  '/sign/challenge': '/options/challenge',
  '/sign/domain': '/options/domain',
  '/sign/mandatoryPointers': '/options/mandatoryPointers',
  '/credentialId': '/options/credentialId',
  '/form': '/options/form',
  '/statusPurpose': '/options/statusPurpose',
}

/** Where something is that an error of the library names no place for. */
const places: Partial<Record<BadgeErrorCode, (document: string, given: JsonObject) => string>> = {
  ERR_CONTEXT_UNAVAILABLE: (document) => `${document}/@context`,
  ERR_CONTEXT_INVALID: (document) => `${document}/@context`,
  ERR_CONTEXT_DIGEST: (document) => `${document}/@context`,
  ERR_SIGN_ISSUER_MISMATCH: (document) => `${document}/issuer`,
  ERR_HOLDER_MISMATCH: (document) => `${document}/holder`,
  ERR_PROOF_MISSING: (document) => `${document}/proof`,
  ERR_PROOF_MALFORMED: (document) => `${document}/proof`,
  ERR_SUITE_UNSUPPORTED: (_, given) => (given.cryptosuite === undefined ? '/options/form' : '/options/cryptosuite'),
}

/** What the library says of its own options, for callers who have others. */
const words: Partial<Record<BadgeErrorCode, (detail: string) => string>> = {
  ERR_SIGN_ALREADY_SIGNED: () => 'It already has a proof; send it without.',
  ERR_PROOF_IS_BASE: (detail) => detail.replace('with deriveCredential or createCapsule.', 'by `/credentials/derive`.'),
  ERR_SUITE_UNSUPPORTED: (detail) =>
    detail.replace('RSA keys make JWTs: use signCredentialAsJwt.', 'RSA keys make JWTs: ask for one by `form`.'),
}

/**
 * Runs what a request of the VC-API asks for. An error of the library is then one about the request: `problems` has the
 * place of each in the body, and the words are those of the VC-API.
 *
 * @param document - the pointer to the document in the body
 */
export async function ofRequest<T>(document: string, given: JsonObject, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!isBadgeError(error)) throw error
    const found: readonly ErrorProblem[] = error.problems ?? [
      { code: error.code, pointer: error.pointer ?? '', detail: error.message },
    ]
    const say = (detail: string): string =>
      hostsSay(words[error.code]?.(detail) ?? detail).replaceAll('`suite`', '`cryptosuite`')
    const problems = found.map((one) => ({
      ...one,
      pointer: placeOf(error.code, one.pointer, document, given),
      detail: say(one.detail),
    }))
    throw new BadgeError(error.code, say(error.message), { cause: error, problems })
  }
}

function placeOf(code: BadgeErrorCode, pointer: string, document: string, given: JsonObject): string {
  if (pointer === '') return places[code]?.(document, given) ?? document
  const option = options[pointer]
  if (option !== undefined) return option
  for (const name of ['selectivePointers', 'mandatoryPointers']) {
    const asked = given[name]
    const index = code === 'ERR_ARGUMENT_INVALID' && Array.isArray(asked) ? asked.indexOf(pointer) : -1
    if (index >= 0) return `/options/${name}/${index}`
  }
  return document + pointer
}
