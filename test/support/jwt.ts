import { utf8Encode } from '../../src/internal/bytes.js'
import { base64urlEncode } from '../../src/internal/encoding.js'
import type { JsonObject } from '../../src/types/json.js'
import type { Signer } from '../../src/types/keys.js'

const part = (value: unknown): string =>
  base64urlEncode(utf8Encode(typeof value === 'string' ? value : JSON.stringify(value)))

/** A compact JWS of whatever is given; text stays as it is, so that it need not be sound JSON. */
export async function compactJws(header: unknown, payload: unknown, key: Pick<Signer, 'sign'>): Promise<string> {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${base64urlEncode(await key.sign({ data: utf8Encode(input) }))}`
}

/** The claims of Open Badges 3.0 §8.2 for a credential of data model 2.0. */
export const claimsOf = (credential: JsonObject): JsonObject => ({
  iss: (credential.issuer as JsonObject).id,
  jti: credential.id,
  nbf: Math.floor(Date.parse(String(credential.validFrom)) / 1000),
  sub: (credential.credentialSubject as JsonObject).id,
})
