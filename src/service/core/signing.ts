import { BadgeError, isBadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { PublicKeyDocument, Signer } from '../../types/keys.js'
import type { ServiceContext } from './context.js'
import { read, type Stored } from './store.js'

/** Key of the record that says which keys an issuer has. */
export const keysOf = ({ issuerId }: Pick<ServiceContext, 'issuerId'>): string => sha256Hex(issuerId).slice(0, 40)

/** What is stored of the issuer's keys: nothing before the first rotation. */
export const readKeys = (context: ServiceContext): Promise<Stored<'issuer-keys'> | undefined> =>
  read(context.storage, 'issuer-keys', keysOf(context))

/**
 * The key that signs now. Another process may have rotated it: the record is looked at again after a few seconds, in which
 * the earlier key may still sign, since it stays published.
 *
 * @throws BadgeError `ERR_SIGNER_MISSING` where this process does not have the key; nothing is signed by an earlier one
 */
export async function signingKey(context: ServiceContext): Promise<Signer> {
  const { keyCache } = context
  const now = context.now()
  const isFresh = keyCache.readAt !== undefined && Math.abs(now - keyCache.readAt) < limits.keyRecordMilliseconds
  if (!isFresh) {
    keyCache.signing = (await readKeys(context))?.value.signing
    keyCache.readAt = now
  }
  return signerNamed(context, keyCache.signing ?? context.signer.id)
}

async function signerNamed({ signers, options }: ServiceContext, id: string): Promise<Signer> {
  const known = signers.get(id)
  if (known !== undefined) return known
  const found = await options.findSigner?.(id)
  if (found === undefined) {
    throw new BadgeError('ERR_SIGNER_MISSING', `${id} signs for this issuer, and this process does not have that key.`)
  }
  assertSigner(found)
  if (found.id !== id) throw new BadgeError('ERR_ARGUMENT_INVALID', '`findSigner` gave another key than was asked for.')
  signers.set(id, found)
  return found
}

/** The public half of a signer, where it shows it. */
export function publicDocumentOf(signer: Signer & { readonly toJSON?: unknown }): PublicKeyDocument | undefined {
  const { id, controller = id.split('#', 1)[0] ?? id, publicKeyMultibase } = signer
  if (typeof signer.toJSON === 'function') return signer.toJSON() as PublicKeyDocument
  return publicKeyMultibase === undefined ? undefined : { id, controller, type: 'Multikey', publicKeyMultibase }
}

/** The same, of an issuer that may be retired and have left no key here: `undefined`. */
export async function signingKeyIfHere(context: ServiceContext): Promise<Signer | undefined> {
  try {
    return await signingKey(context)
  } catch (error) {
    if (context.isRetired === true && isBadgeError(error, 'ERR_SIGNER_MISSING')) return undefined
    throw error
  }
}

/** @throws BadgeError `ERR_ISSUER_RETIRED` */
export function assertIssues({ isRetired, issuerName }: ServiceContext): void {
  if (isRetired !== true) return
  throw new BadgeError(
    'ERR_ISSUER_RETIRED',
    `The issuer ${issuerName} issues nothing more; what it has issued is still published and verified here.`,
  )
}

/** After a change of the record by this process. */
export function forgetKeys({ keyCache }: ServiceContext): void {
  keyCache.readAt = undefined
}
