import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { asArray } from '../../src/internal/json.js'
import { importKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, traceProof, verifyProof } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { SuiteName } from '../../src/types/proof.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors, readVectorJson, readVectorText, vectorsDir } from '../support/vectors.js'

const now = new Date('2026-06-01T00:00:00Z')
const json = (path: string) => readVectorJson<JsonObject>(path)

interface SigningVector {
  readonly name: string
  readonly signed: string
  readonly suite: SuiteName
  readonly key: string
  readonly canonicalDocument: string
  readonly canonicalProof: string
  readonly documentHash: string
  readonly proofHash: string
}

const w3c = (folder: string, suffix: string) => ({
  signed: `w3c-vc-di-eddsa/TestVectors/${folder}/signed${suffix}.json`,
  key: 'w3c-vc-di-eddsa/TestVectors/keyPair.json',
  canonicalDocument: `w3c-vc-di-eddsa/TestVectors/${folder}/canonDoc${suffix}.txt`,
  canonicalProof: `w3c-vc-di-eddsa/TestVectors/${folder}/proofCanon${suffix}.txt`,
  documentHash: `w3c-vc-di-eddsa/TestVectors/${folder}/docHash${suffix}.txt`,
  proofHash: `w3c-vc-di-eddsa/TestVectors/${folder}/proofHash${suffix}.txt`,
})

const guide = (folder: string, signed: string) => ({
  signed: `openbadges-specification/examples/vc/${signed}`,
  key: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json`,
  canonicalDocument: `openbadges-specification/impl-test-vectors/${folder}/document-canon.txt`,
  canonicalProof: `openbadges-specification/impl-test-vectors/${folder}/proof-canon.txt`,
  documentHash: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json#documentHash`,
  proofHash: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json#proofHash`,
})

const signingVectors: readonly SigningVector[] = [
  {
    name: 'Open Badges implementation guide, badge',
    suite: 'eddsa-rdfc-2022',
    ...guide('obv3p0', 'impl-linked-data-proof-ob-7.signed.json'),
  },
  {
    name: 'Open Badges implementation guide, CLR',
    suite: 'eddsa-rdfc-2022',
    ...guide('clrv2p0', 'impl-linked-data-proof-clr-7.signed.json'),
  },
  { name: 'W3C eddsa-rdfc-2022', suite: 'eddsa-rdfc-2022', ...w3c('eddsa-rdfc-2022', 'DataInt') },
  { name: 'W3C eddsa-rdfc-2022, employment', suite: 'eddsa-rdfc-2022', ...w3c('eddsa-rdfc-2022/employ', 'DataInt') },
  { name: 'W3C Ed25519Signature2020', suite: 'Ed25519Signature2020', ...w3c('Ed25519Signature2020', 'EdSig') },
]

const issuerId = ({ issuer }: JsonObject): string =>
  typeof issuer === 'object' ? String((issuer as JsonObject).id) : String(issuer)

const proofsOf = (document: { readonly proof?: JsonValue | undefined }): readonly JsonObject[] =>
  asArray(document.proof).filter((proof) => typeof proof === 'object') as JsonObject[]

function text(path: string): string {
  const [file = '', member] = path.split('#')
  return member === undefined ? readVectorText(file).trimEnd() : String(json(file)[member])
}

describe.skipIf(!hasVectors).each(signingVectors)('vc-di-eddsa, published vector: $name', (vector) => {
  test('the canonical forms and both hashes are those published', async () => {
    const document = json(vector.signed)
    const documentLoader = createDocumentLoader({ contexts: vectorContexts() })
    const [proof = {}] = proofsOf(document)
    const trace = await traceProof(document, proof, { documentLoader })
    expect(trace.canonicalDocument.trimEnd()).toBe(text(vector.canonicalDocument))
    expect(trace.canonicalProof.trimEnd()).toBe(text(vector.canonicalProof))
    expect(trace.documentHash).toBe(text(vector.documentHash))
    expect(trace.proofHash).toBe(text(vector.proofHash))
  })

  test('signing with the published key and time gives the published proof', async () => {
    const { proof, ...document } = json(vector.signed)
    const [published = {}] = proofsOf({ proof })
    const pair = json(vector.key)
    const key = await importKeyPair(String(pair.secretKeyMultibase ?? pair.privateKeyMultibase), {
      id: String(published.verificationMethod),
      controller: issuerId(document),
    })
    const signed = await signCredential(document, key, {
      suite: vector.suite,
      created: String(published.created),
      contexts: vectorContexts(),
    })
    expect(signed.proof).toEqual(published)
    expect({ ...signed, proof }).toEqual(json(vector.signed))
  })
})

interface Expectation {
  readonly file: string
  readonly signature: string
}

describe.skipIf(!hasVectors)('signed badges of other projects get the verdict that their authors state', () => {
  const fixtures = 'digitalcredentials-vc-test-fixtures/'
  const expectations = hasVectors
    ? readVectorJson<Expectation[]>(`${fixtures}expected.json`).filter(
        ({ file, signature }) => file.endsWith('.json') && signature !== 'n/a',
      )
    : []

  test('there are many of them', () => {
    expect(expectations.length).toBeGreaterThan(40)
  })

  test.each(expectations)('digitalcredentials: $file is $signature', async ({ file, signature }) => {
    const document = json(fixtures + file)
    const aspects = await verifyAll(document)
    expect(aspects.length).toBeGreaterThan(0)
    for (const aspect of aspects) {
      expect(aspect['proof.signature'].status).toBe(signature === 'valid' ? 'passed' : 'failed')
      expect(aspect['proof.key'].status).toBe('passed')
      expect(aspect['issuer.binding'].status).toBe('passed')
    }
  })

  test.each([
    ['e5WK8CbZ1GjycuPombrj', 'passed'],
    ['expired', 'passed'],
    ['notYetValid', 'passed'],
    ['tampered', 'failed'],
    ['missingBitStringType', 'passed'],
  ])('digitalcredentials: the signature of the status list %s has %s', async (name, status) => {
    const aspects = await verifyAll(json(`${fixtures}statusLists/didkey-ed25519Signature2020/${name}`))
    expect(aspects.map((aspect) => aspect['proof.signature'].status)).toEqual([status])
  })

  test('a context that is not to be had leaves the signature open, never passed or failed', async () => {
    const document = json('learner-credential-wallet/mockCredential.json')
    const [proof = {}] = proofsOf(document)
    const { aspects: aspect } = await verifyProof(document, proof, { documentLoader: createDocumentLoader(), now })
    expect(aspect['proof.signature'].status).toBe('indeterminate')
    expect(aspect['proof.signature'].problems.map((problem) => problem.code)).toEqual(['ERR_CONTEXT_UNAVAILABLE'])
  })

  test.each([
    ['1edtech-validator/clr20/simple.json', 'passed', 'indeterminate'],
    ['1edtech-validator/clr20/simple_v1.json', 'passed', 'indeterminate'],
    // Its issuer is a UUID, which nothing binds to the did:key that signed.
    ['1edtech-validator/clr20/complex.json', 'passed', 'indeterminate'],
    ['openbadges-specification/examples/vc/impl-linked-data-proof-ob-7.signed.json', 'passed', 'indeterminate'],
    ['openbadges-specification/examples/vc/impl-linked-data-proof-clr-7.signed.json', 'passed', 'indeterminate'],
  ])('%s: signature %s, binding %s', async (file, signature, binding) => {
    const aspects = await verifyAll(json(file))
    expect(aspects.map((aspect) => aspect['proof.signature'])).toEqual([{ status: signature, problems: [] }])
    expect(aspects.map((aspect) => aspect['issuer.binding'].status)).toEqual([binding])
  })

  test('the misspelt cryptosuite of the implementation guide is an unknown one', async () => {
    const document = json('openbadges-specification/examples/vc/impl-getting-started-8.signed.json')
    const [aspect] = await verifyAll(document)
    expect(aspect?.['proof.signature'].problems.map((problem) => problem.code)).toEqual(['ERR_SUITE_UNSUPPORTED'])
  })

  async function verifyAll(document: JsonObject) {
    const documentLoader = createDocumentLoader({ contexts: vectorContexts(), documents: didDocuments() })
    const outcomes = await Promise.all(
      proofsOf(document).map((proof) => verifyProof(document, proof, { documentLoader, now })),
    )
    return outcomes.map((outcome) => outcome.aspects)
  }

  function didDocuments(): Record<string, JsonObject> {
    const documents = readdirSync(`${vectorsDir}${fixtures}dids`).map((name) =>
      json(`${fixtures}dids/${name}/did.json`),
    )
    return Object.fromEntries(documents.map((document) => [String(document.id), document]))
  }
})
