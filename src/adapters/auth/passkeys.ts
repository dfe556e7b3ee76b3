/**
 * Signing in with a passkey (WebAuthn Level 3, through `@simplewebauthn/server`).
 *
 * @module badgewright/auth/passkeys
 */

import { BadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { checkOptions } from '../../internal/options.js'
import type { PasskeyAnswer, PasskeyVerifier } from '../../service/index.js'
import { importPeer } from '../peer.js'

/** COSE algorithms: Ed25519, ECDSA on P-256, and RSA for the older devices that have nothing else. */
const ALGORITHMS = [-8, -7, -257]

/**
 * What `createBadgeService` takes as `passkeys`: it checks what devices sign, and that they have made sure who uses them.
 *
 * No attestation is asked for. Only what says nothing about the make of a device is taken (`none`, and `packed` signed by
 * the passkey itself), so that no certificate of a stranger is followed anywhere.
 *
 * @param options.rpId - the domain that passkeys are for: the host of the service's `baseUrl` or a domain above it.
 * Default: that host. A passkey works for the `rpId` that it was made for alone.
 * @param options.name - what devices call the site when they ask. Default: the `rpId`
 * @throws BadgeError `ERR_PEER_MISSING` without `@simplewebauthn/server`, or where it is installed so that it cannot work;
 * `ERR_ARGUMENT_INVALID`
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { passkeys } from 'badgewright/auth/passkeys'
 * import { createBadgeService } from 'badgewright/service'
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const service = createBadgeService({
 *   signer: await generateKeyPair(),
 *   storage: memoryStorage(),
 *   baseUrl: 'https://badges.university.example',
 *   passkeys: await passkeys({ rpId: 'university.example', name: 'University badges' }),
 * })
 * const { options } = await service.people.startPasskeySignIn({ browser: 'the value of a cookie of this browser' })
 * console.log(options.rpId) // university.example
 */
export async function passkeys(
  options: { readonly rpId?: string; readonly name?: string } = {},
): Promise<PasskeyVerifier> {
  checkOptions(options, { rpId: 'some text', name: 'some text' })
  const [{ verifyAuthenticationResponse, verifyRegistrationResponse }, { decodeAttestationObject }] = await importPeer(
    '@simplewebauthn/server',
    () => Promise.all([import('@simplewebauthn/server'), import('@simplewebauthn/server/helpers')]),
  )
  type Registration = Parameters<typeof verifyRegistrationResponse>[0]['response']
  type Authentication = Parameters<typeof verifyAuthenticationResponse>[0]['response']
  const fitting = ({ challenge, origin, rpId }: PasskeyAnswer) => ({
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  })

  /** Attestation that names nobody: a certificate would have the library ask its issuer whether it was revoked. */
  const isAnonymous = (attestationObject: string): boolean => {
    const decoded = decodeAttestationObject(base64urlDecode(attestationObject) as Uint8Array<ArrayBuffer>)
    const format = decoded.get('fmt')
    return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
  }

  const verifier: PasskeyVerifier = {
    ...options,
    async verifyNew(given) {
      // What the library throws may quote what was sent.
      return unlessRefused(async () => {
        const response = given.answer as unknown as Registration
        if (isOfFrame(response.response.clientDataJSON) || !isAnonymous(response.response.attestationObject))
          return null
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response,
          ...fitting(given),
          supportedAlgorithmIDs: ALGORITHMS,
        })
        if (verified !== true || registrationInfo.userVerified !== true) return null
        const { credential, credentialBackedUp } = registrationInfo
        if (credential.id !== response.id || base64urlDecode(credential.id).length > limits.passkeyIdBytes) return null
        return {
          credentialId: credential.id,
          publicKey: base64urlEncode(credential.publicKey),
          counter: credential.counter,
          transports: transportsOf(credential.transports),
          synced: credentialBackedUp,
        }
      })
    },
    async verify(given) {
      return unlessRefused(async () => {
        const response = given.answer as unknown as Authentication
        if (isOfFrame(response.response.clientDataJSON) || response.id !== given.credentialId) return null
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response,
          ...fitting(given),
          // The service looks at the counter.
          credential: {
            id: given.credentialId,
            publicKey: base64urlDecode(given.publicKey) as Uint8Array<ArrayBuffer>,
            counter: 0,
          },
        })
        if (verified !== true || authenticationInfo.userVerified !== true) return null
        return { counter: authenticationInfo.newCounter, synced: authenticationInfo.credentialBackedUp }
      })
    },
  }
  // Of a package that cannot, everybody would be refused without a word.
  if ((await verifier.verify(KNOWN)) === null) {
    throw new BadgeError(
      'ERR_PEER_MISSING',
      '`@simplewebauthn/server` is installed, and cannot check a signature. That is so where `@peculiar/asn1-schema` is there in two versions: npm dedupe, or npm i @peculiar/asn1-schema@latest',
    )
  }
  return verifier
}

/** A sound answer, signed by a key that nobody has any more. */
const KNOWN = {
  answer: {
    id: 'AA',
    rawId: 'AA',
    type: 'public-key',
    response: {
      clientDataJSON:
        'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiWW1Ga1oyVjNjbWxuYUhRIiwib3JpZ2luIjoiaHR0cHM6Ly9iYWRnZXMuZXhhbXBsZSIsImNyb3NzT3JpZ2luIjpmYWxzZX0',
      authenticatorData: 'iMTWKPzX36uKjDlrYnG38OFQ5uDN8a-MHBZ7fiwKtaYFAAAAAA',
      signature: 'MEYCIQCrOrRq2APYf2O4cNL9apY_F5x6jd0eD_X_FiYVyhCDcgIhAJqecCEXkeRHFLDNlSgqu-ytURiDnoOuaHrxNnktBW76',
    },
    clientExtensionResults: {},
  },
  challenge: 'YmFkZ2V3cmlnaHQ',
  origin: 'https://badges.example',
  rpId: 'badges.example',
  credentialId: 'AA',
  publicKey: 'pQECAyYgASFYIM-nEWh3_xmJs9VkSj-QQcCOBhiORqckd1bjd3r-AZA3Ilggbwc-e9ZTHY7lOcN3zEB4xcSuf_1nO78D-uRYi0GH73k',
} as const

/** The library throws for whatever does not fit, and so do readers of text that is none of ours. */
async function unlessRefused<T>(check: () => Promise<T | null>): Promise<T | null> {
  try {
    return await check()
  } catch {
    return null
  }
}

/** Whether the browser says that a page of somebody else was around ours. */
function isOfFrame(clientDataJSON: string): boolean {
  const { crossOrigin, topOrigin } = JSON.parse(utf8Decode(base64urlDecode(clientDataJSON))) as {
    readonly crossOrigin?: unknown
    readonly topOrigin?: unknown
  }
  return (crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined
}

/** Hints of the browser, kept to be given back to it. */
const transportsOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [])
    .filter((each): each is string => typeof each === 'string' && /^[a-z-]{1,20}$/.test(each))
    .slice(0, limits.passkeyTransports)
