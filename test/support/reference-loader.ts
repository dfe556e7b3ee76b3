import { createDocumentLoader, resolveDid } from '../../src/loader/index.js'

const load = createDocumentLoader()

/** What a user of the vendor's library writes: contexts, and did:key documents in the form that its suites take. */
export async function referenceLoader(url: string) {
  if (!url.startsWith('did:')) {
    const { document } = await load(url)
    return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
  }
  const [did = '', fragment] = url.split('#')
  const { assertionMethod } = await resolveDid(did, load)
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${did.slice('did:key:'.length)}`,
    controller: did,
    type: 'Multikey',
    publicKeyMultibase: did.slice('did:key:'.length),
  }
  const document = {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    assertionMethod,
    verificationMethod: [method],
  }
  return { contextUrl: null, documentUrl: url, document: fragment === undefined ? document : method }
}
