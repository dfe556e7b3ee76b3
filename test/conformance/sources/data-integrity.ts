import { proofsOf } from '../../../src/badge/index.js'
import { credentialKinds } from '../../../src/badge/kinds/index.js'
import { hexEncode } from '../../../src/internal/bytes.js'
import { CREDENTIALS_V1 } from '../../../src/internal/context-urls.js'
import { jcs } from '../../../src/internal/jcs.js'
import { asArray } from '../../../src/internal/json.js'
import { decodeMultikey, importKeyPair } from '../../../src/keys/index.js'
import { createDocumentLoader } from '../../../src/loader/index.js'
import { deriveCredential, signCredential, traceProof, verifyProof } from '../../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import type { Signer } from '../../../src/types/keys.js'
import type { SuiteName } from '../../../src/types/proof.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { deterministicSigner } from '../../support/deterministic.js'
import { vectorContexts } from '../../support/vector-contexts.js'
import { readVectorJson, readVectorText } from '../../support/vectors.js'
import {
  accepted,
  acceptedIf,
  type Case,
  documentWithoutProof,
  now,
  type Ours,
  oursOf,
  rejected,
  type Source,
} from '../case.js'

/** A signed example with its intermediate values, each as `file` or `file#member`. */
export interface Published {
  readonly suite: SuiteName
  readonly signed: string
  readonly key: string
  readonly canonicalDocument: string
  readonly canonicalProof: string
  readonly documentHash: string
  readonly proofHash: string
  readonly combinedHash?: string
}

const json = (path: string) => readVectorJson<JsonObject>(path)
const loader = () => createDocumentLoader({ contexts: vectorContexts() })

function text(place: string): string {
  const [file = '', member] = place.split('#')
  return member === undefined ? readVectorText(file).trimEnd() : String(json(file)[member])
}

/** The signature holds, every intermediate value is the one published, and signing again gives the same proof. */
export const casesOf = (published: Published): readonly Case[] => [
  { file: published.signed, about: 'proof.signature', theirs: 'accept', ours: () => signatureOf(published.signed) },
  {
    file: published.signed,
    about: 'canonical forms and hashes',
    theirs: 'accept',
    ours: () => sameValues(published),
  },
  { file: published.signed, about: 'signing again', theirs: 'accept', ours: () => sameProof(published) },
]

/** All proofs of a file. The examples name issuers that have nothing to do with the key, so only this is asked. */
export async function signatureOf(file: string): Promise<Ours> {
  const document = json(file)
  const against: string[] = []
  for (const proof of proofsOf(document)) {
    const { aspects } = await verifyProof(document, proof, { documentLoader: loader(), now: new Date(now) })
    const { status, problems } = aspects['proof.signature']
    if (status !== 'passed') against.push('proof.signature', ...problems.map(({ code }) => code))
  }
  return against.length === 0 && proofsOf(document).length > 0 ? accepted : rejected(...against)
}

async function sameValues(published: Published): Promise<Ours> {
  const document = json(published.signed)
  const [proof = {}] = proofsOf(document)
  const { publicKeyMultibase } = json(published.key)
  const { type: keyType } = decodeMultikey(String(publicKeyMultibase))
  const trace = await traceProof(document, proof, { documentLoader: loader(), keyType })
  const pairs: readonly (readonly [string, string, string | undefined])[] = [
    ['the canonical document', trace.canonicalDocument.trimEnd(), published.canonicalDocument],
    ['the canonical proof', trace.canonicalProof.trimEnd(), published.canonicalProof],
    ['the hash of the document', trace.documentHash, published.documentHash],
    ['the hash of the proof', trace.proofHash, published.proofHash],
    ['what is signed', hexEncode(trace.signedBytes), published.combinedHash],
  ]
  const different = pairs.filter(([, ours, place]) => place !== undefined && ours !== text(place))
  return different.length === 0 ? accepted : rejected(...different.map(([name]) => name))
}

async function sameProof({ signed, suite, key }: Published): Promise<Ours> {
  const document = json(signed)
  const [published = {}] = proofsOf(document)
  const { issuer } = document
  const controller = String(typeof issuer === 'object' ? (issuer as JsonObject).id : issuer)
  const result = await signCredential(documentWithoutProof(document), await signer(key, suite, published, controller), {
    suite,
    created: String(published.created),
    contexts: vectorContexts(),
  })
  return acceptedIf(jcs(result.proof as JsonValue) === jcs(published), 'another proof')
}

async function signer(file: string, suite: SuiteName, proof: JsonObject, controller: string): Promise<Signer> {
  const pair = json(file)
  const secret = String(pair.secretKeyMultibase ?? pair.privateKeyMultibase)
  const id = String(proof.verificationMethod)
  const key = suite.startsWith('ecdsa')
    ? deterministicSigner(String(pair.publicKeyMultibase), secret, id)
    : await importKeyPair(secret, { id, controller })
  return { id, type: key.type, sign: (input) => key.sign(input), controller }
}

const w3c = (folder: string, suite: SuiteName, key: string, suffix: string): Published => ({
  suite,
  signed: `${folder}/signed${suffix}.json`,
  key,
  canonicalDocument: `${folder}/canonDoc${suffix}.txt`,
  canonicalProof: `${folder}/proofCanon${suffix}.txt`,
  documentHash: `${folder}/docHash${suffix}.txt`,
  proofHash: `${folder}/proofHash${suffix}.txt`,
  combinedHash: `${folder}/combinedHash${suffix}.txt`,
})

const EDDSA = 'w3c-vc-di-eddsa/TestVectors'
const ECDSA = 'w3c-vc-di-ecdsa/TestVectors'
const eddsa = (folder: string, suite: SuiteName, suffix: string) =>
  w3c(`${EDDSA}/${folder}`, suite, `${EDDSA}/keyPair.json`, suffix)
const ecdsa = (folder: string, suite: SuiteName, suffix: string, size: 256 | 384) =>
  w3c(`${ECDSA}/${folder}`, suite, `${ECDSA}/p${size}KeyPair.json`, suffix)

export const eddsaVectors: Source = {
  name: 'w3c-vc-di-eddsa',
  cases: () =>
    [
      eddsa('eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'DataInt'),
      eddsa('eddsa-rdfc-2022/employ', 'eddsa-rdfc-2022', 'DataInt'),
      eddsa('eddsa-jcs-2022', 'eddsa-jcs-2022', 'JCS'),
      eddsa('Ed25519Signature2020', 'Ed25519Signature2020', 'EdSig'),
    ].flatMap(casesOf),
}

export const ecdsaVectors: Source = {
  name: 'w3c-vc-di-ecdsa',
  cases: () => [
    ...[
      ecdsa('ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019', 'ECDSAP256', 256),
      ecdsa('ecdsa-rdfc-2019-p384', 'ecdsa-rdfc-2019', 'ECDSAP384', 384),
      ecdsa('ecdsa-rdfc-2019-p256/employ', 'ecdsa-rdfc-2019', 'ECDSAP256', 256),
      ecdsa('ecdsa-rdfc-2019-p384/employ', 'ecdsa-rdfc-2019', 'ECDSAP384', 384),
      ecdsa('ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019', 'JCSECDSAP256', 256),
      ecdsa('ecdsa-jcs-2019-p384', 'ecdsa-jcs-2019', 'JCSECDSAP384', 384),
    ].flatMap(casesOf),
    ...['employ', 'prc'].flatMap((name): Case[] => [
      {
        file: `${ECDSA}/ecdsa-sd-2023/${name}/derivedRevealDocument.json`,
        about: 'proof.signature',
        theirs: 'accept',
        ours: () => signatureOf(`${ECDSA}/ecdsa-sd-2023/${name}/derivedRevealDocument.json`),
      },
      {
        file: `${ECDSA}/ecdsa-sd-2023/${name}/addSignedSDBase.json`,
        about: 'proof.signature',
        theirs: 'reject',
        ours: () => signatureOf(`${ECDSA}/ecdsa-sd-2023/${name}/addSignedSDBase.json`),
      },
    ]),
  ],
}

/** Its documents come with what is to be mandatory and what is to be shown: the round trip must hold. */
export const ecdsaSuite: Source = {
  name: 'w3c-vc-di-ecdsa-test-suite',
  cases: () =>
    ['valid/vc1.1', 'valid/vc2.0', 'achievement/vc1.1', 'achievement/vc2.0'].flatMap((folder): Case[] => {
      const at = `w3c-vc-di-ecdsa-test-suite/tests/mocks/${folder}`
      const file = `${at}/document.json`
      return [
        { file, about: 'ecdsa-sd-2023, there and back', theirs: 'accept', ours: () => disclosed(at) },
        ...(['256', '384'] as const).map(
          (size): Case => ({
            file,
            about: `ecdsa-rdfc-2019, there and back, P-${size}`,
            theirs: 'accept',
            ours: () => roundTrip(file, `${ECDSA}/p${size}KeyPair.json`),
          }),
        ),
      ]
    }),
}

/** Signed by the published key, in the name of its own DID. */
async function issued(file: string, key: string, options: object): Promise<JsonObject> {
  const pair = json(key)
  const did = `did:key:${pair.publicKeyMultibase}`
  const id = `${did}#${pair.publicKeyMultibase}`
  const secret = String(pair.secretKeyMultibase ?? pair.privateKeyMultibase)
  const document: JsonObject = { ...json(file), issuer: did }
  const dated = asArray<JsonValue>(document['@context'] ?? [])[0] === CREDENTIALS_V1 ? { issuanceDate: now } : {}
  const signed = await signCredential(
    { ...document, ...dated },
    deterministicSigner(String(pair.publicKeyMultibase), secret, id),
    {
      created: now,
      ...options,
    },
  )
  return signed as unknown as JsonObject
}

const outcomeOf = async (document: JsonObject): Promise<Ours> =>
  oursOf(await verifyCredential(document, { now, accept: credentialKinds, profile: 'vcdm' }))

const roundTrip = async (file: string, key: string): Promise<Ours> =>
  outcomeOf(await issued(file, key, { suite: 'ecdsa-rdfc-2019' }))

async function disclosed(folder: string): Promise<Ours> {
  const pointers = (name: string) => readVectorJson<string[]>(`${folder}/${name}Pointers.json`)
  const options = { suite: 'ecdsa-sd-2023', mandatoryPointers: pointers('mandatory') }
  const base = await issued(`${folder}/document.json`, `${ECDSA}/p256KeyPair.json`, options)
  const shown = await deriveCredential(base, { selectivePointers: pointers('selective') })
  const whole = await outcomeOf(base)
  if (whole.verdict !== 'reject') return rejected('the base proof was accepted')
  return outcomeOf(shown as unknown as JsonObject)
}
