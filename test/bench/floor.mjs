// The least that has to be computed: RDFC-1.0 over ready quads, SHA-256, one Ed25519 operation, with the key at hand.
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import jsonld from 'jsonld'
import rdfCanonize from 'rdf-canonize'

const digest = (text) => hash('sha256', text, 'buffer')

const toQuads = (document, documentLoader) =>
  jsonld.toRDF(document, { base: null, safe: true, rdfDirection: 'i18n-datatype', documentLoader })

const canonize = (quads) => rdfCanonize.canonize(quads, { algorithm: 'RDFC-1.0', format: 'application/n-quads' })

/** @param jwk - the key pair as a private JWK */
export function floor(jwk, documentLoader) {
  const secret = createPrivateKey({ key: jwk, format: 'jwk' })
  const { d: _, ...publicJwk } = jwk
  const key = createPublicKey({ key: publicJwk, format: 'jwk' })
  const signedBytes = async ({ document, proof }) =>
    Buffer.concat([digest(await canonize(proof)), digest(await canonize(document))])
  return {
    /** What is ready before the time starts: the quads of a document and of its proof. */
    async prepare({ proof: [proof], ...document }) {
      const { proofValue: _, ...configuration } = proof
      const context = document['@context']
      const ready = {
        document: await toQuads(document, documentLoader),
        proof: await toQuads({ '@context': context, ...configuration }, documentLoader),
      }
      return { ...ready, signature: sign(null, await signedBytes(ready), secret) }
    },
    sign: async (ready) => sign(null, await signedBytes(ready), secret),
    async verify(ready) {
      if (!verify(null, await signedBytes(ready), key, ready.signature)) throw new Error('The floor does not hold.')
    },
  }
}
