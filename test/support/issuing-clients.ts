import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { Agent, request as httpsRequest } from 'node:https'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite as eddsa } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
// @ts-expect-error: it has no types.
import { getCredentialOffer, OID4Client } from '@digitalbazaar/oid4-client'
import * as vc from '@digitalbazaar/vc'
import { clientAuthenticationAnonymous } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { JsonObject } from '../../src/types/json.js'
import { referenceLoader } from './reference-loader.js'

/** `fetch` that trusts this authority alone: that of the platform cannot be told. */
export const fetchTrusting =
  (ca: string): typeof fetch =>
  async (input, init) => {
    const asked = new Request(input as RequestInfo, init)
    const body = Buffer.from(await asked.arrayBuffer())
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        asked.url,
        { method: asked.method, headers: Object.fromEntries(asked.headers), ca },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => {
            const status = answer.statusCode ?? 500
            const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
              [value ?? []].flat().map((one): [string, string] => [name, one]),
            )
            const isEmpty = status === 204 || status === 304
            const response = new Response(isEmpty ? null : Buffer.concat(parts), { status, headers })
            Object.defineProperty(response, 'url', { value: asked.url })
            resolve(response)
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

/** A wallet that speaks OpenID4VCI 1.0 by the letter (`@openid4vc/openid4vci`), with one key for all. */
export async function strictWallet(trusting: typeof fetch) {
  const keys = await generateKeyPair('ES256', { extractable: true })
  const publicJwk = (await exportJWK(keys.publicKey)) as JWK & { kty: string }
  const client = new Openid4vciClient({
    callbacks: {
      fetch: trusting,
      hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
      generateRandom: (length) => randomBytes(length),
      clientAuthentication: clientAuthenticationAnonymous(),
      signJwt: async (_, { header, payload }) => ({
        jwt: await new SignJWT(payload as never).setProtectedHeader(header as never).sign(keys.privateKey),
        signerJwk: publicJwk as never,
      }),
    },
  })
  return {
    publicJwk,
    /** For what the wallet signs elsewhere: presentations. */
    privateJwk: (await exportJWK(keys.privateKey)) as JsonObject,
    async offered(link: string) {
      const credentialOffer = await client.resolveCredentialOffer(link)
      const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
      return {
        credentialOffer,
        issuerMetadata,
        redeem: async (txCode?: string) =>
          (
            await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
              credentialOffer,
              issuerMetadata,
              ...(txCode === undefined ? {} : { txCode }),
            })
          ).accessTokenResponse,
        async collect(accessToken: string, credentialConfigurationId: string) {
          const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
          const { jwt } = await client.createCredentialRequestJwtProof({
            issuerMetadata,
            credentialConfigurationId,
            nonce,
            signer: { method: 'jwk', publicJwk: publicJwk as never, alg: 'ES256' },
          })
          const { credentialResponse } = await client.retrieveCredentials({
            issuerMetadata,
            credentialConfigurationId,
            accessToken,
            proofs: { jwt: [jwt] },
          })
          return {
            credential: (credentialResponse.credentials as [{ credential: object | string }])[0].credential,
            notificationId: credentialResponse.notification_id ?? '',
          }
        },
        notify: (accessToken: string, notificationId: string) =>
          client.sendNotification({
            issuerMetadata,
            accessToken,
            notification: { notificationId, event: 'credential_accepted' },
          }),
      }
    },
  }
}

/** The key of a wallet, as plain `@digitalbazaar/vc` signs with it. */
export async function walletKey() {
  const multikey = Ed25519Multikey as unknown as { generate(): Promise<Record<string, string>> }
  const key = await multikey.generate()
  key.controller = `did:key:${key.publicKeyMultibase}`
  key.id = `${key.controller}#${key.publicKeyMultibase}`
  return key as unknown as {
    readonly id: string
    readonly controller: string
    readonly publicKeyMultibase: string
    signer(): { sign(input: { data: Uint8Array }): Promise<Uint8Array>; readonly id: string }
  }
}

/** What `@digitalbazaar/oid4-client` collects by an offer. */
export async function collectWithDigitalBazaar(link: string, ca: string) {
  const agent = new Agent({ ca })
  const key = await walletKey()
  const offer = await getCredentialOffer({ url: link, agent })
  const client = await OID4Client.fromCredentialOffer({ offer, agent })
  const answer = await client.requestCredentials({ did: key.controller, didProofSigner: key.signer(), agent })
  return { holder: key.controller, credential: answer.credential ?? answer.credentials[0] }
}

/**
 * An answer to `DIDAuthentication` as plain `@digitalbazaar/vc` makes it: with `Ed25519Signature2020` and no domain that of
 * Learner Credential Wallet, else with `eddsa-rdfc-2022`.
 */
export async function presentedBy(
  key: Awaited<ReturnType<typeof walletKey>>,
  { challenge, domain, v1 = false }: { challenge: string; domain?: string; v1?: boolean },
  suiteName: 'Ed25519Signature2020' | 'eddsa-rdfc-2022' = 'Ed25519Signature2020',
) {
  const suite =
    suiteName === 'Ed25519Signature2020'
      ? new Ed25519Signature2020({ signer: key.signer() })
      : new DataIntegrityProof({ signer: key.signer(), cryptosuite: eddsa })
  const presentation = {
    '@context': [v1 ? 'https://www.w3.org/2018/credentials/v1' : 'https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiablePresentation'],
    id: `urn:uuid:${randomUUID()}`,
    holder: key.controller,
  }
  return vc.signPresentation({
    presentation,
    suite,
    challenge,
    documentLoader: referenceLoader,
    ...(domain === undefined ? {} : { domain }),
  } as never) as Promise<JsonObject>
}

/** Whether the reference library verifies the proof of a credential; statuses are looked at elsewhere. */
export async function referenceVerifies(credential: object): Promise<boolean> {
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite: eddsa }),
    documentLoader: referenceLoader,
    checkStatus: async () => ({ verified: true }),
  } as never)
  return (result as { verified: boolean }).verified
}
