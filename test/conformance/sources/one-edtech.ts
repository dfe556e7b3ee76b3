import { asArray, isJsonObject } from '../../../src/internal/json.js'
import { pointerGet } from '../../../src/internal/pointer.js'
import { createDocumentLoader } from '../../../src/loader/index.js'
import { decodeJwt, verifyJwt } from '../../../src/proof/index.js'
import type { JsonObject } from '../../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../../src/verify/index.js'
import { vectorContexts } from '../../support/vector-contexts.js'
import { readVector, readVectorJson, readVectorText } from '../../support/vectors.js'
import { accepted, type Case, now, type Ours, oursOn, rejected, type Source, selfAsserted, verified } from '../case.js'
import { openBadges2 } from '../open-badges-2.js'
import { casesOf, type Published } from './data-integrity.js'

const validator = '1edtech-validator'

const options = (): VerifyOptions => ({ contexts: { ...vectorContexts(), ...drafts() } })
/** Addresses of drafts, which the official validator answers from its own files. */
const drafts = () => ({
  'https://dc.imsglobal.org/draft/clr/v2p0/context': readVectorJson<JsonObject>(`${validator}/contexts/clr-v2p0.json`),
  'https://imsglobal.github.io/openbadges-specification/context.json': readVectorJson<JsonObject>(
    `${validator}/contexts/obv3x.jsonld`,
  ),
})
const badgeOptions = (): VerifyOptions => ({ contexts: vectorContexts() })

const guide = (folder: string, file: string): Published => ({
  suite: 'eddsa-rdfc-2022',
  signed: `openbadges-specification/examples/vc/${file}`,
  key: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json`,
  canonicalDocument: `openbadges-specification/impl-test-vectors/${folder}/document-canon.txt`,
  canonicalProof: `openbadges-specification/impl-test-vectors/${folder}/proof-canon.txt`,
  documentHash: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json#documentHash`,
  proofHash: `openbadges-specification/impl-test-vectors/${folder}/key-and-hashes.json#proofHash`,
})

const examples = 'openbadges-specification/examples'

/** A credential with proofs, inside another document. */
const inside = (file: string, pointer: string) => (): JsonObject =>
  pointerGet(readVectorJson(`${examples}/vc/${file}`), pointer) as JsonObject

export const specification: Source = {
  name: 'openbadges-specification',
  cases: () => {
    const badge = `${examples}/vc/impl-linked-data-proof-ob-7.signed.json`
    const record = `${examples}/vc/impl-linked-data-proof-clr-7.signed.json`
    const typo = `${examples}/vc/impl-getting-started-8.signed.json`
    return [
      ...casesOf(guide('obv3p0', 'impl-linked-data-proof-ob-7.signed.json')),
      ...casesOf(guide('clrv2p0', 'impl-linked-data-proof-clr-7.signed.json')),
      ...selfAsserted(badge, () => readVectorText(badge), badgeOptions),
      ...selfAsserted(record, () => readVectorText(record), options),
      ...nestedProofs().flatMap(({ file, pointer }) =>
        selfAsserted(`${examples}/vc/${file}#${pointer}`, inside(file, pointer), options),
      ),
      {
        file: typo,
        about: 'an unknown cryptosuite',
        theirs: 'undecided',
        ours: async () => oursOn('proof.signature', await verifyCredential(readVectorText(typo), { now })),
      },
      verified(
        `${examples}/svg/docformat-3.svg`,
        () => readVector(`${examples}/svg/docformat-3.svg`),
        'reject',
        badgeOptions,
      ),
      {
        file: `${examples}/svg/docformat-4.svg`,
        about: 'input.parse',
        theirs: 'accept',
        ours: async () =>
          oursOn('input.parse', await verifyCredential(readVector(`${examples}/svg/docformat-4.svg`), { now })),
      },
    ]
  },
}

/** The signed credentials inside the examples that carry no proof of their own. */
function nestedProofs(): readonly { readonly file: string; readonly pointer: string }[] {
  const files = ['linked-data-proof-clr-1', 'linked-data-proof-clr-2'].map((name) => `impl-${name}.signed.json`)
  return files.flatMap((file) => {
    const { credentialSubject } = readVectorJson<JsonObject>(`${examples}/vc/${file}`)
    const credentials = isJsonObject(credentialSubject) ? asArray(credentialSubject.verifiableCredential) : []
    return credentials.flatMap((credential, i) =>
      isJsonObject(credential) && credential.proof !== undefined
        ? [{ file, pointer: `/credentialSubject/verifiableCredential/${i}` }]
        : [],
    )
  })
}

interface Expected {
  readonly file: string
  readonly expected: 'valid' | 'valid-with-warnings' | 'invalid' | null
}

/** The tests of the official validator. Its Open Badges 2.0 material goes to the reader of that standard. */
export const officialValidator: Source = {
  name: validator,
  cases: () => {
    const expected = readVectorJson<Expected[]>(`${validator}/expected.json`)
    const judged = expected.flatMap(({ file, expected: verdict }) =>
      verdict === null
        ? []
        : [{ file: `${validator}/${file}`, theirs: verdict === 'invalid' ? 'reject' : 'accept' } as const],
    )
    return [
      ...openBadges2(judged.filter(({ file }) => file.includes('/ob20/'))),
      ...judged
        .filter(({ file }) => file.includes('/clr20/'))
        .flatMap(({ file }) =>
          file.endsWith('.jwt') ? records(file) : selfAsserted(file, () => readVectorText(file), options),
        ),
    ]
  },
}

/** The record as a JWT, and the badge as a JWT in it. */
const records = (file: string): readonly Case[] => {
  const outer = () => readVectorText(file).trim()
  const inner = () => {
    const { credentialSubject } = decodeJwt(outer()).credential
    return String(asArray((credentialSubject as JsonObject).verifiableCredential)[0])
  }
  return [
    ...selfAsserted(file, outer, options),
    ...[outer, inner].map(
      (jwt, i): Case => ({
        file: i === 0 ? file : `${file}#/credentialSubject/verifiableCredential/0`,
        about: 'the proof as a JWT, self-asserted keys accepted',
        theirs: 'accept',
        ours: () => proofOf(jwt()),
      }),
    ),
  ]
}

async function proofOf(jwt: string): Promise<Ours> {
  const documentLoader = createDocumentLoader()
  const options = { documentLoader, now: new Date(now), strict: true, acceptSelfAssertedKeys: true }
  const { aspects } = await verifyJwt(decodeJwt(jwt), options)
  const against = Object.entries(aspects).flatMap(([id, { status }]) => (status === 'passed' ? [] : [id]))
  return against.length === 0 ? accepted : rejected(...against)
}
