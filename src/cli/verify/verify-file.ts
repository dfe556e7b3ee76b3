import { detectFormat } from '../../container/index.js'
import { readCredential } from '../../container/read/index.js'
import { isBadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { isPresentationJws, parseCompactJws } from '../../proof/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { VerificationResult } from '../../types/verification.js'
import { type PresentationVerifyOptions, verifyCredential, verifyPresentation } from '../../verify/index.js'
import { readInputFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

export async function verifyBytes(
  bytes: Uint8Array,
  options: PresentationVerifyOptions<CredentialKind>,
): Promise<VerificationResult<CredentialKind>> {
  const { holder: _, ...forCredentials } = options
  return (await isPresentation(bytes)) ? presentationResult(bytes, options) : verifyCredential(bytes, forCredentials)
}

/** A file that cannot be read is a result too, so that the run goes on with the next. */
export async function verifyFile(
  file: string,
  options: PresentationVerifyOptions<CredentialKind>,
  around: Pick<Surroundings, 'stdin'>,
): Promise<VerificationResult<CredentialKind>> {
  const { holder: _, ...forCredentials } = options
  try {
    return await verifyBytes(await readInputFile(file, around), options)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_FILE_UNREADABLE') && !isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) throw error
    return verifyCredential(error, forCredentials)
  }
}

/** Whether a file is a presentation rather than a credential; what cannot be read is not. */
async function isPresentation(bytes: Uint8Array): Promise<boolean> {
  if (!['json', 'jwt'].includes(detectFormat(bytes))) return false
  try {
    const found = await readCredential(bytes)
    if (typeof found === 'string') return isPresentationJws(parseCompactJws(found))
    return PRESENTATIONS.some((type) => asArray(found.type).includes(type))
  } catch {
    return false
  }
}

const PRESENTATIONS = ['VerifiablePresentation', 'EnvelopedVerifiablePresentation'] as const

/** The result of a presentation in the shape of the reports: its checks, with those of each credential nested in one. */
async function presentationResult(
  bytes: Uint8Array,
  options: PresentationVerifyOptions<CredentialKind>,
): Promise<VerificationResult<CredentialKind>> {
  const { presentation, unverifiedPresentation, credentials: _, ...result } = await verifyPresentation(bytes, options)
  const document = presentation ?? unverifiedPresentation
  const member = result.verified ? 'credential' : 'unverifiedCredential'
  const source = detectFormat(bytes)
  return { ...result, source, ...(document && { [member]: document }) } as unknown as VerificationResult<CredentialKind>
}
