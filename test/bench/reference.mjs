// The reference library, used as its own documentation does: `@digitalbazaar/vc` with the suite of Data Integrity, the
// contexts in memory, and the DID document of the issuer at hand.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { createDocumentLoader } from '../../dist/contexts.js'

const NAMED = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/data-integrity/v2',
]

/** @param pair - the key as `exportSecret()` writes it: Multikey with its secret */
export async function reference(pair) {
  const { secretKeyMultibase: _, ...publicPart } = pair
  const method = { '@context': 'https://w3id.org/security/multikey/v1', ...publicPart }
  const controller = {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: pair.controller,
    verificationMethod: [method],
    assertionMethod: [pair.id],
  }
  const documents = new Map([
    [pair.id, method],
    [pair.controller, controller],
  ])
  const load = createDocumentLoader()
  for (const url of NAMED) documents.set(url, structuredClone((await load(url)).document))
  const documentLoader = async (url) => {
    const document = documents.get(url)
    if (document === undefined) throw new Error(`${url} is not in memory`)
    return { contextUrl: null, documentUrl: url, document }
  }
  const signer = (await Ed25519Multikey.from(pair)).signer()
  return {
    documentLoader,
    sign: (credential) => issue({ credential, suite: new DataIntegrityProof({ signer, cryptosuite }), documentLoader }),
    verify: (credential) =>
      verifyCredential({ credential, suite: new DataIntegrityProof({ cryptosuite }), documentLoader }),
  }
}
