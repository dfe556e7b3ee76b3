import { credentialKinds } from '../../../src/badge/kinds/index.js'
import { isBadgeError } from '../../../src/errors.js'
import { importKeyPair } from '../../../src/keys/index.js'
import { signCredential, signCredentialAsJwt, signPresentationAsJwt } from '../../../src/proof/index.js'
import type { CredentialKind } from '../../../src/types/credential.js'
import type { JsonObject } from '../../../src/types/json.js'
import type { DocumentMap } from '../../../src/types/loader.js'
import { type VerifyOptions, verifyCredential, verifyPresentation } from '../../../src/verify/index.js'
import { sampleBadge, testKey } from '../../support/badge.js'
import { vectorContexts } from '../../support/vector-contexts.js'
import { readVector, readVectorJson, readVectorText } from '../../support/vectors.js'
import { accepted, type Case, now, type Ours, oursOf, oursOn, rejected, type Source, type Verdict } from '../case.js'

const DCC = 'digitalcredentials-vc-test-fixtures'
const published = 'https://digitalcredentials.github.io/vc-test-fixtures'
const lists = `${published}/statusLists/didkey-ed25519Signature2020`
const listNames = ['e5WK8CbZ1GjycuPombrj', 'expired', 'missingBitStringType', 'notYetValid', 'tampered'] as const

/** The places where the fixtures are published, answered from the files. */
const documents = (): DocumentMap => ({
  ...Object.fromEntries(
    listNames.map((name) => [
      `${lists}/${name}`,
      readVectorJson<JsonObject>(`${DCC}/statusLists/didkey-ed25519Signature2020/${name}`),
    ]),
  ),
  ...Object.fromEntries(
    ['legacy', 'oidf'].map((name) => [
      `${published}/dids/${name}/did.json`,
      readVectorJson<JsonObject>(`${DCC}/dids/${name}/did.json`),
    ]),
  ),
})

interface Expected {
  readonly file: string
  readonly signature: 'valid' | 'tampered' | 'n/a'
  readonly status: 'none' | 'valid' | 'revoked'
  readonly expiry: 'ok' | 'expired'
}

/**
 * The fixtures of the Digital Credentials Consortium, as what their authors verify them as: Verifiable Credentials. The
 * schema of Open Badges, which most of them do not follow, is none of their verdicts; see the source `JSON Schemas`.
 */
export const digitalCredentials: Source = {
  name: DCC,
  cases: () => [...readVectorJson<Expected[]>(`${DCC}/expected.json`).flatMap(fixture), ...statusLists],
}

const options = (): VerifyOptions<CredentialKind> => ({
  now,
  accept: credentialKinds,
  documents: documents(),
  contexts: vectorContexts(),
  profile: 'vcdm',
})

function fixture({ file, signature, status, expiry }: Expected): readonly Case[] {
  const path = `${DCC}/${file}`
  const verify = () => verifyCredential(readVector(path), options())
  // Pictures of QR codes, and a file that is empty where it is published: there is nothing to read.
  if (signature === 'n/a' || !file.endsWith('.json')) {
    return [
      { file: path, about: 'input.parse', theirs: 'reject', ours: async () => oursOn('input.parse', await verify()) },
    ]
  }
  const on = (about: string, theirs: Verdict): Case => ({
    file: path,
    about,
    theirs,
    ours: async () => oursOn(about, await verify()),
  })
  const good = signature === 'valid' && status !== 'revoked' && expiry === 'ok'
  return [
    on('proof.signature', signature === 'valid' ? 'accept' : 'reject'),
    ...(status === 'none' ? [] : [on('status.revocation', status === 'valid' ? 'accept' : 'reject')]),
    on('validity.until', expiry === 'ok' ? 'accept' : 'reject'),
    { file: path, about: 'outcome', theirs: good ? 'accept' : 'reject', ours: async () => oursOf(await verify()) },
  ]
}

/** A list that is expired, not yet valid, broken or altered tells nothing about a badge: undecided, never revoked. */
const statusLists: readonly Case[] = listNames.map((name) => ({
  file: `${DCC}/statusLists/didkey-ed25519Signature2020/${name}`,
  about: 'status.revocation, read through a badge',
  theirs: name === 'e5WK8CbZ1GjycuPombrj' ? 'accept' : 'undecided',
  ours: async () => {
    const key = await testKey()
    const credentialStatus = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '0',
      statusListCredential: `${lists}/${name}`,
    }
    const badge = await signCredential({ ...sampleBadge(key.did), credentialStatus }, key, { created: now })
    return oursOn('status.revocation', await verifyCredential(badge, { ...options(), profile: 'ob3' }))
  },
}))

const LCW = 'learner-credential-wallet'

/** The wallet's own samples; of one of them its authors say that it verifies. */
export const learnerCredentialWallet: Source = {
  name: LCW,
  cases: () => [
    {
      file: `${LCW}/mockCredential.json`,
      about: 'proof.signature',
      theirs: 'accept',
      ours: async () =>
        oursOn('proof.signature', await verifyCredential(readVectorText(`${LCW}/mockCredential.json`), options())),
    },
  ],
}

const JOSE = 'w3c-vc-jose-cose-test-suite'
const issuer = 'https://example.issuer/vc-jose-cose'

interface JoseCase {
  readonly title: string
  readonly input: string
  readonly key: string
  readonly fn: 'issue' | 'verify'
  readonly feature: 'credential_jose' | 'presentation_jose'
  readonly expected: 'success' | 'failure'
}

/** The issuer's document, with the key of the case as the suite publishes it, but without its secret. */
function controllerDocument(file: string): JsonObject {
  const { secretKeyJwk: _, ...method } = readVectorJson<JsonObject>(`${JOSE}/${file}`)
  return {
    id: issuer,
    verificationMethod: [method],
    assertionMethod: [String(method.id)],
    authentication: [String(method.id)],
  }
}

const joseOptions = (key: string): VerifyOptions<CredentialKind> => ({
  now,
  accept: credentialKinds,
  profile: 'vcdm2',
  contexts: vectorContexts(),
  documents: { [issuer]: controllerDocument(key) },
  checkStatus: () => 'valid',
})

export const joseCose: Source = {
  name: JOSE,
  cases: () =>
    readVectorJson<JoseCase[]>(`${JOSE}/expected.json`).map(
      ({ title, input, key, fn, feature, expected }): Case => ({
        file: `${JOSE}/${input}`,
        about: title,
        theirs: expected === 'success' ? 'accept' : 'reject',
        ours: () => joseVerdicts[feature][fn](`${JOSE}/${input}`, fn === 'issue' ? usable(key) : key),
      }),
    ),
}

/** Keys of P-521 cannot be used here; the cases that have one are about the document. */
const usable = (key: string): string => key.replace('p521', 'p256')

async function readJwt(file: string, key: string): Promise<Ours> {
  return oursOf(await verifyCredential(readVectorText(file), joseOptions(key)))
}

/** When the presentations of the suite were made; they are for one day. */
const presentedAt = '2024-12-16T12:00:00Z'

/** The presentation itself: two of the credentials in it are of formats that are not read (SD-JWT, COSE). */
async function presented(jwt: string, key: string): Promise<Ours> {
  const { checks } = await verifyPresentation(jwt, { ...joseOptions(key), now: presentedAt })
  const own = checks.filter(({ id, required }) => required && id !== 'presentation.credentials')
  const against = own
    .filter(({ status }) => status !== 'passed')
    .flatMap(({ id, problems }) => [id, ...codes(problems)])
  return against.length === 0 ? accepted : rejected(...against)
}

const codes = (problems: readonly { readonly code: string }[]): readonly string[] => problems.map(({ code }) => code)

async function presentedAsJwt(file: string, key: string): Promise<Ours> {
  const options = { contexts: vectorContexts(), now: presentedAt }
  try {
    return presented(await signPresentationAsJwt(readVectorJson<JsonObject>(file), await keyOf(key), options), key)
  } catch (error) {
    if (isBadgeError(error)) return rejected(error.code)
    throw error
  }
}

const joseVerdicts = {
  credential_jose: { issue: issuedAsJwt, verify: readJwt },
  presentation_jose: {
    issue: presentedAsJwt,
    verify: (file: string, key: string) => presented(readVectorText(file).trim(), key),
  },
} as const

async function issuedAsJwt(file: string, key: string): Promise<Ours> {
  const credential = readVectorJson<JsonObject>(file)
  const jwt = await signCredentialAsJwt(credential, await keyOf(key), { format: 'vc+jwt', contexts: vectorContexts() })
  return oursOf(await verifyCredential(jwt, joseOptions(key)))
}

async function keyOf(file: string) {
  const method = readVectorJson<JsonObject>(`${JOSE}/${file}`)
  return importKeyPair(method.secretKeyJwk as JsonObject, { id: String(method.id), controller: issuer })
}
