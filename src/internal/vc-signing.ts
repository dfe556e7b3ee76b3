import { BadgeError } from '../errors.js'
import type { KeyType } from '../types/keys.js'
import type { SuiteName } from '../types/proof.js'
import { asArray } from './json.js'
import { isPointer, pointerTokens } from './pointer.js'
import { suiteKeyTypes } from './suite-names.js'

/** How an issuer signs what is handed in to the VC-API, after a look at the form of each setting. */
export interface VcSigning {
  readonly suite?: SuiteName | readonly SuiteName[]
  readonly form?: 'vc' | 'vc+jwt' | 'vc-jwt'
  readonly statusPurpose?: 'revocation' | 'suspension' | readonly ('revocation' | 'suspension')[]
  readonly mandatoryPointers?: readonly string[]
}

/**
 * Holds the settings of an issuer against the type of its key, so that a mistake shows at the start, before a key is made, and
 * not when somebody waits.
 *
 * @param place - what the settings are a member of; empty where they are at the top
 * @param isBare - whether nothing but the VC-API is there to sign
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export function assertVcSigning(place: string, type: KeyType, settings: VcSigning, isBare = false): void {
  const { suite, form = 'vc', mandatoryPointers, statusPurpose } = settings
  const at = place === '' ? '' : `${place}.`
  for (const [name, value] of Object.entries({ suite, statusPurpose, mandatoryPointers })) {
    if (Array.isArray(value) && value.length === 0)
      throw wrong(`\`${at}${name}\` names nothing; leave it out for the default.`)
  }
  const suites = asArray(suite)
  if (form !== 'vc' && suites.length > 0) throw wrong(`\`${at}suite\` is for embedded proofs, and a ${form} has none.`)
  if (suites.length === 0 && form === 'vc' && isBare && type === 'RSA') {
    throw wrong(`\`${at}form\` must be a JWT: an RSA key makes no embedded proofs.`)
  }
  for (const name of suites) {
    if (suiteKeyTypes[name].includes(type)) continue
    throw wrong(
      `\`${at}suite\` names ${name}, which takes a key of type ${suiteKeyTypes[name].join(' or ')}; this is ${type}.`,
    )
  }
  if (type === 'RSA' && statusPurpose !== undefined) {
    throw wrong(`\`${at}statusPurpose\` takes a key that signs status lists, and an RSA key makes no embedded proofs.`)
  }
  if (mandatoryPointers === undefined) return
  if (!suites.includes('ecdsa-sd-2023')) {
    throw wrong(`\`${at}mandatoryPointers\` are for the suite ecdsa-sd-2023 alone.`)
  }
  for (const [i, pointer] of mandatoryPointers.entries()) {
    const why = faultOfPointer(pointer)
    if (why !== undefined) throw wrong(`\`${at}mandatoryPointers[${i}]\` ${why}.`)
  }
}

/** Members of every credential that a pointer can name and that are not objects or lists: nothing is below them. */
const LEAVES: ReadonlySet<string> = new Set(['id', 'validFrom', 'validUntil', 'issuanceDate', 'expirationDate'])

/** What is wrong with a pointer whatever the credential; `undefined` where it depends on the credential. */
export function faultOfPointer(pointer: string): string | undefined {
  const shown = JSON.stringify(pointer.slice(0, 80))
  if (!isPointer(pointer))
    return `is ${shown}, which is not a JSON pointer (RFC 6901): it begins with a slash, and "~" is written "~0"`
  const [first = '', ...below] = pointerTokens(pointer)
  if (first === 'proof') return `is ${shown}: a proof does not cover itself`
  if (first === '@context' && below.length > 0) return `is ${shown}: contexts are always shown whole`
  if (LEAVES.has(first) && below.length > 0) return `is ${shown}, and "${first}" has no members`
  return undefined
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
