import { generateKeyPair, type KeyPair } from '../../src/keys/index.js'
import { PRE_AUTHORIZED } from '../../src/wallet/issuing/offer.js'

/** A key of a wallet: a DID of its own. */
export const holderKey = (type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<KeyPair> => generateKeyPair({ type })

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A key proof of OpenID4VCI, by the letter but for what is given: a member that is `undefined` is left out. */
export async function proofJwt(key: KeyPair, claims: object, header: object = {}): Promise<string> {
  const alg = key.type === 'P-256' ? 'ES256' : 'EdDSA'
  const text = [encoded({ alg, typ: 'openid4vci-proof+jwt', kid: key.id, ...header }), encoded(claims)].join('.')
  const signature = await key.sign({ data: new TextEncoder().encode(text) })
  return `${text}.${Buffer.from(signature).toString('base64url')}`
}

/** The form of a token request. */
export const tokenForm = (code: string, txCode?: string, more: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    grant_type: PRE_AUTHORIZED,
    'pre-authorized_code': code,
    ...(txCode === undefined ? {} : { tx_code: txCode }),
    ...more,
  }).toString()
