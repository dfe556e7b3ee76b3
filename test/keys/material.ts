import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'

const seedHex = (byte: number): Uint8Array => Uint8Array.from({ length: 32 }, () => byte)

/** RFC 8032 §7.1 test 1. */
export const rfc8032 = {
  seed: Uint8Array.from(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')),
  x: Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64url'),
  signatureOfNothing:
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
}

export const fixedSeed = seedHex(7)

const jwkOf = (key: { export(options: { format: 'jwk' }): JsonWebKey }): Record<string, string> =>
  key.export({ format: 'jwk' }) as Record<string, string>

/** Fresh keys of an independent implementation. */
export const foreign = {
  Ed25519: () => generateKeyPairSync('ed25519'),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
} as const

export const foreignTypes = Object.keys(foreign) as (keyof typeof foreign)[]

/** One key of each type as private JWK, made once. */
export const privateJwks = Object.fromEntries(
  foreignTypes.map((type) => [type, jwkOf(foreign[type]().privateKey)]),
) as Record<keyof typeof foreign, Record<string, string>>

export const publicJwkOf = (jwk: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(jwk).filter(([name]) => ['kty', 'crv', 'x', 'y', 'n', 'e'].includes(name)))
