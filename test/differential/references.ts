/** The reference libraries, one way to use each per suite: what somebody writes who follows their documentation. */
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { createVerifyCryptosuite as ecdsaJcs } from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import { cryptosuite as ecdsaRdfc } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createVerifyCryptosuite as ecdsaSd } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { createVerifyCryptosuite as eddsaJcs } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { importJWK, jwtVerify } from 'jose'
import { createDocumentLoader } from '../../src/loader/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair, KeyType } from '../../src/types/keys.js'
import type { SuiteName } from '../../src/types/proof.js'

export interface Form {
  readonly name: string
  readonly keyType: KeyType
  /** `undefined` for a JWT. */
  readonly suite?: SuiteName
  /** Why the reference does not take signature and binding for sound; empty if it does. */
  readonly verify: (input: JsonObject | string, key: KeyPair) => Promise<string>
}

/** At the clock of all cases. */
export const now = new Date('2026-06-01T00:00:00Z')

const load = createDocumentLoader()

const KEY_CONTEXTS: Readonly<Record<string, string>> = {
  Multikey: 'https://w3id.org/security/multikey/v1',
  Ed25519VerificationKey2020: 'https://w3id.org/security/suites/ed25519-2020/v1',
}

/** Contexts from memory, and the documents of did:key in the form that the suite takes. */
const loaderFor = (type: string) => async (url: string) => {
  if (!url.startsWith('did:key:')) {
    const { document } = await load(url)
    return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
  }
  const [did = '', fragment] = url.split('#')
  const publicKeyMultibase = did.slice('did:key:'.length)
  const id = `${did}#${publicKeyMultibase}`
  const method = { '@context': KEY_CONTEXTS[type], id, controller: did, type, publicKeyMultibase }
  const document = {
    '@context': ['https://www.w3.org/ns/did/v1', KEY_CONTEXTS[type]],
    id: did,
    assertionMethod: [id],
    verificationMethod: [method],
  }
  if (fragment !== undefined && url !== id) throw new Error(`There is no ${url}.`)
  return { contextUrl: null, documentUrl: url, document: fragment === undefined ? document : method }
}

interface Thrown {
  readonly message?: string
  readonly errors?: readonly Thrown[]
  readonly cause?: Thrown
}

/** The innermost messages of an error of the vendor. */
function reasonOf({ message = 'no message', errors = [], cause }: Thrown = {}): string {
  const inner = [...errors, ...(cause === undefined ? [] : [cause])]
  return inner.length === 0 ? message : inner.map(reasonOf).join('; ')
}

const embedded =
  (suite: () => object, type = 'Multikey'): Form['verify'] =>
  async (credential) => {
    const options = {
      credential: structuredClone(credential) as JsonObject,
      suite: suite(),
      documentLoader: loaderFor(type),
      now,
    }
    const result: { verified: boolean; error?: Thrown } = await vc.verifyCredential(options)
    return result.verified ? '' : reasonOf(result.error)
  }

const dataIntegrity = (cryptosuite: () => object): Form['verify'] =>
  embedded(() => new DataIntegrityProof({ cryptosuite: cryptosuite() }))

/** The signature of a JWT, by the key of its issuer. */
const jwt: Form['verify'] = async (text, key) => {
  try {
    const { d, p, q, dp, dq, qi, ...publicPart } = await key.exportSecret('jwk')
    const algorithm = { Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384', RSA: 'RS256' }[key.type]
    const publicKey = await importJWK(publicPart as JsonObject, algorithm)
    const { payload } = await jwtVerify(String(text), publicKey, { currentDate: now, algorithms: [algorithm] })
    // A credential of VCDM 1.1 is in the claim `vc` (§6.3.1), and one of 2.0 is the payload.
    const { issuer } = (payload.vc ?? payload) as { issuer?: string | { id?: string } }
    const named = typeof issuer === 'string' ? issuer : (issuer?.id ?? payload.iss)
    return [named, payload.iss ?? key.did].every((id) => id === key.did) ? '' : 'another issuer'
  } catch (error) {
    return (error as Error).message
  }
}

export const forms: readonly Form[] = [
  { name: 'eddsa-rdfc-2022', keyType: 'Ed25519', suite: 'eddsa-rdfc-2022', verify: dataIntegrity(() => eddsaRdfc) },
  { name: 'eddsa-jcs-2022', keyType: 'Ed25519', suite: 'eddsa-jcs-2022', verify: dataIntegrity(eddsaJcs) },
  {
    name: 'Ed25519Signature2020',
    keyType: 'Ed25519',
    suite: 'Ed25519Signature2020',
    verify: embedded(() => new Ed25519Signature2020({}), 'Ed25519VerificationKey2020'),
  },
  ...(['P-256', 'P-384'] as const).flatMap((keyType): Form[] => [
    {
      name: `ecdsa-rdfc-2019 ${keyType}`,
      keyType,
      suite: 'ecdsa-rdfc-2019',
      verify: dataIntegrity(() => ecdsaRdfc),
    },
    { name: `ecdsa-jcs-2019 ${keyType}`, keyType, suite: 'ecdsa-jcs-2019', verify: dataIntegrity(ecdsaJcs) },
  ]),
  { name: 'ecdsa-sd-2023', keyType: 'P-256', suite: 'ecdsa-sd-2023', verify: dataIntegrity(ecdsaSd) },
  { name: 'JWT EdDSA', keyType: 'Ed25519', verify: jwt },
  { name: 'JWT ES256', keyType: 'P-256', verify: jwt },
  { name: 'JWT RS256', keyType: 'RSA', verify: jwt },
]
