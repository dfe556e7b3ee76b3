import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { p256 } from '@noble/curves/nist.js'
import { createEndorsement, hashIdentity } from '../../src/credential/index.js'
import { createSnippetFile, redactCredential, safeFileName, snippetFormats } from '../../src/export/index.js'
import {
  bakeImage,
  checkDataModel,
  createClr,
  createCredential,
  createPresentation,
  envelopCredential,
  exportBadge,
  extractCredential,
  fixDraft,
  isBadgeError,
  issueBadge,
  signCredential,
  signCredentialAsJwt,
  signPresentation,
  signPresentationAsJwt,
  stripCredential,
  upgradeOpenBadge2,
  verifyCredential,
} from '../../src/index.js'
import {
  createDidDocument,
  createIssuerFiles,
  createJwks,
  didKeyFrom,
  didWebFor,
  importKeyPair,
  importPublicKey,
  jwkThumbprint,
} from '../../src/keys/index.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import type { Signer } from '../../src/types/keys.js'
import { fixed, fullDraft } from '../credential/full-draft.js'
import { testKey } from '../support/badge.js'
import { report } from './fixtures.js'
import { digest, row, sorted, type Table, wordless } from './rows.js'

const created = '2026-01-31T12:00:00Z'

const art = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../examples/art/${file}`, import.meta.url))))

const draft: BadgeDraft = {
  issuer: { id: 'https://acme.example', name: 'Åcme 焊接' },
  achievement: {
    name: 'Welder I & "II" <b>',
    description: 'Welds *steel*.\nTwice.',
    criteria: 'Passed the exam.',
    image: 'https://acme.example/welder.png',
    tag: ['steel', 'seam'],
    alignment: { targetName: 'Seams', targetUrl: 'https://skills.example/seams' },
  },
  recipient: { email: 'Kim@example.org', name: 'Kim Ñandú', did: 'did:example:kim' },
  validUntil: '2036-01-31',
}

/** What each of them breaks is in its row. */
const faulty: Readonly<Record<string, unknown>> = {
  empty: {},
  'no object': 'text',
  'no recipient': { ...draft, recipient: {} },
  'an end before the beginning': { ...draft, validUntil: '2020-01-01' },
  'an unknown member': { ...draft, colour: 'red' },
  'dates, addresses and types': {
    issuer: { id: 'acme', name: '' },
    achievement: { ...(draft.achievement as object), id: 'x', achievementType: 'Welder', image: 'ftp://x' },
    recipient: { email: 'kim' },
    validFrom: 'yesterday',
  },
}

// biome-ignore lint/suspicious/noExplicitAny: documents that break the types
type Json = any

const changes: Readonly<Record<string, (credential: Json) => void>> = {
  'as it is': () => {},
  'no contexts': (it) => delete it['@context'],
  'contexts in another order': (it) => it['@context'].reverse(),
  'no type': (it) => delete it.type,
  'no subject': (it) => delete it.credentialSubject,
  'nobody as its subject': (it) => {
    delete it.credentialSubject.id
    delete it.credentialSubject.identifier
  },
  'no achievement': (it) => delete it.credentialSubject.achievement,
  'an issuer that is a number': (it) => Object.assign(it, { issuer: 7 }),
  'a day as its beginning': (it) => Object.assign(it, { validFrom: '2026-01-31' }),
  'an end before its beginning': (it) => Object.assign(it, { validUntil: '2020-01-31T00:00:00Z' }),
  'an unknown kind of achievement': (it) =>
    Object.assign(it.credentialSubject.achievement, { achievementType: 'Welder' }),
  'an unknown member': (it) => Object.assign(it, { colour: 'red' }),
  'a result without its description': (it) => Object.assign(it.credentialSubject, { result: [{ type: ['Result'] }] }),
  'a picture that is a URL': (it) =>
    Object.assign(it.credentialSubject.achievement, { image: 'https://acme.example/a.png' }),
}

/** What is said of a call that throws is its code, and what of the draft is wrong. */
async function outcome(make: () => unknown): Promise<string> {
  try {
    return digest(await make())
  } catch (error) {
    if (!isBadgeError(error)) throw error
    const problems = error.problems?.map(
      (problem) => `${'rule' in problem ? problem.rule : problem.code}@${problem.pointer}`,
    )
    return [error.code, ...(problems ?? [])].join(' ')
  }
}

/** What the library makes of fixed input, key, time and ids: each as a digest of its bytes, or the code of its refusal. */
export async function outputRows(): Promise<Table> {
  const makers: Record<string, () => unknown> = {
    ...drafts(),
    ...(await signed()),
    ...(await images()),
    ...(await keys()),
  }
  const rows: string[] = []
  for (const [name, make] of Object.entries(makers)) rows.push(row(name, await outcome(make)))
  for (const [name, edit] of Object.entries(changes)) {
    const credential = structuredClone(createCredential(fullDraft, fixed)) as unknown as Json
    edit(credential)
    rows.push(row(`checkDataModel ${name}`, ...report(checkDataModel(credential))))
  }
  return { rows: sorted(rows) }
}

const drafts = (): Record<string, () => unknown> => ({
  'createCredential full': () => createCredential(fullDraft, fixed),
  ...Object.fromEntries(
    (['hashed', 'plain', 'none'] as const).map((recipientPrivacy) => [
      `createCredential ${recipientPrivacy}`,
      () => createCredential(draft, { ...fixed, recipientPrivacy }),
    ]),
  ),
  'createCredential with resources': () =>
    createCredential(draft, { ...fixed, resources: { 'https://acme.example/welder.png': art('welder.png') } }),
  ...Object.fromEntries(
    Object.entries(faulty).flatMap(([name, each]) => [
      [`createCredential ${name}`, () => createCredential(each as BadgeDraft, fixed)],
      [`fixDraft ${name}`, () => wordless(fixDraft(each as object))],
    ]),
  ),
  createEndorsement: () =>
    createEndorsement(
      {
        issuer: { id: 'https://guild.example', name: 'Guild' },
        endorsed: { id: 'https://acme.example', name: 'Acme' },
        comment: 'Good.',
      },
      { now: fixed.now, id: fixed.id },
    ),
  createClr: async () => {
    const badge = await issueBadge(draft, await testKey(), { ...fixed, created, verificationMethod: METHOD })
    const issuer = { id: 'https://acme.example', name: 'Acme' }
    return createClr({ issuer, name: 'Transcript', recipient: { did: 'did:example:kim' }, credential: badge }, fixed)
  },
  upgradeOpenBadge2: () => upgradeOpenBadge2(original),
  'upgradeOpenBadge2 by somebody else': () =>
    upgradeOpenBadge2(original, { issuer: { id: 'https://new.example', name: 'New' } }),
  'upgradeOpenBadge2 of addresses': () => upgradeOpenBadge2({ ...original, badge: 'https://acme.example/welder.json' }),
  hashIdentity: () => hashIdentity('kim@example.org', 'salt'),
})

const METHOD = 'https://acme.example/keys/1'

const original = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Assertion',
  id: 'https://acme.example/assertions/7',
  recipient: { type: 'email', hashed: true, identity: 'sha256$aa', salt: 'sea' },
  issuedOn: '2020-05-01T00:00:00Z',
  expires: '2030-05-01T00:00:00Z',
  evidence: ['https://acme.example/evidence', { type: 'Evidence', narrative: 'A seam.' }],
  narrative: 'Kim welded.',
  badge: {
    type: 'BadgeClass',
    id: 'https://acme.example/welder.json',
    name: 'Welder I',
    description: 'Welds.',
    image: 'https://acme.example/welder.png',
    criteria: { narrative: 'Weld a seam.' },
    tags: ['steel'],
    issuer: { type: 'Profile', id: 'https://acme.example/issuer.json', name: 'Acme', email: 'office@acme.example' },
  },
}

/** ECDSA as RFC 6979 has it gives the same signature every time; the platform draws at random. */
async function ecdsaKey(): Promise<Signer> {
  const secret = new Uint8Array(32).fill(9)
  const point = p256.getPublicKey(secret, false)
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const key = await importPublicKey({
    kty: 'EC',
    crv: 'P-256',
    x: base64url(point.subarray(1, 33)),
    y: base64url(point.subarray(33)),
  })
  const did = didKeyFrom(String(key.publicKeyMultibase))
  const id = `${did}#${key.publicKeyMultibase}`
  return { id, type: 'P-256', controller: did, sign: async ({ data }) => p256.sign(data, secret, { lowS: false }) }
}

async function signed(): Promise<Record<string, () => unknown>> {
  const [ed25519, ecdsa] = [await testKey(), await ecdsaKey()]
  const options = { ...fixed, created }
  const by = ({ id, ...more }: Signer, suite: Parameters<typeof issueBadge>[2] = {}) =>
    issueBadge({ ...draft, issuer: { name: 'Acme' } }, { id, ...more }, { ...options, ...suite })
  const jwt = (key: Signer, format: 'vc-jwt' | 'vc+jwt', keyHeader: 'kid' | 'jwk' = 'kid') =>
    signCredentialAsJwt(
      createCredential({ ...draft, issuer: { id: key.controller ?? '', name: 'Acme' } }, fixed),
      key,
      {
        format,
        keyHeader,
      },
    )
  const badge = await by(ed25519)
  const holder = ed25519.did
  const presentation = () => createPresentation({ credential: badge, holder, id: 'urn:uuid:1' })
  const asked = { created, challenge: 'c', domain: 'https://verifier.example' }
  return {
    ...Object.fromEntries(
      (['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'Ed25519Signature2020'] as const).map((suite) => [
        `issueBadge ${suite}`,
        () => by(ed25519, { suite }),
      ]),
    ),
    ...Object.fromEntries(
      (['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'] as const).map((suite) => [
        `issueBadge ${suite}`,
        () => by(ecdsa, { suite }),
      ]),
    ),
    'issueBadge proof set': () => by(ed25519, { suite: ['eddsa-rdfc-2022', 'Ed25519Signature2020'] }),
    'issueBadge everything': () => issueBadge(fullDraft, ed25519, { ...options, verificationMethod: METHOD }),
    'issueBadge with a suite of another key': () => by(ed25519, { suite: 'ecdsa-rdfc-2019' }),
    'signCredential proof chain': async () => {
      const first = await by(ed25519, { proofId: 'urn:uuid:p1' })
      return signCredential(first, ed25519, { created, previousProof: 'urn:uuid:p1' })
    },
    'signCredential again': () => signCredential(badge, ed25519, { created }),
    'signCredentialAsJwt vc-jwt': () => jwt(ed25519, 'vc-jwt'),
    'signCredentialAsJwt vc+jwt': () => jwt(ed25519, 'vc+jwt'),
    'signCredentialAsJwt vc+jwt, its key in the header': () => jwt(ed25519, 'vc+jwt', 'jwk'),
    'signCredentialAsJwt ES256': () => jwt(ecdsa, 'vc+jwt'),
    envelopCredential: async () => envelopCredential(await jwt(ed25519, 'vc+jwt')),
    createPresentation: presentation,
    signPresentation: () => signPresentation(presentation(), ed25519, asked),
    signPresentationAsJwt: () =>
      signPresentationAsJwt(presentation(), ed25519, { now: created, challenge: 'c', domain: 'https://v.example' }),
    'redactCredential of a badge that cannot be': () => redactCredential(badge, []),
    'exportBadge json': async () => (await exportBadge(badge, 'json')).bytes,
    'exportBadge jwt': async () => (await exportBadge(await jwt(ed25519, 'vc+jwt'), 'jwt')).bytes,
    'exportBadge jwt as json': async () => (await exportBadge(await jwt(ed25519, 'vc+jwt'), 'json')).bytes,
    'exportBadge vc-jwt as json': async () => exportBadge(await jwt(ed25519, 'vc-jwt'), 'json'),
    'exportBadge jwt of an embedded proof': () => exportBadge(badge, 'jwt'),
    'exportBadge json, its name': async () => (await exportBadge(badge, 'json')).name,
    'exportBadge png': async () => (await exportBadge(badge, 'png', { image: art('welder.png') })).bytes,
    'exportBadge svg': async () => (await exportBadge(badge, 'svg', { image: art('welder.svg') })).bytes,
    'exportBadge png without a picture': () => exportBadge(badge, 'png'),
    'exportBadge of what is unsigned': () => exportBadge(createCredential(draft, fixed), 'json'),
    'verifyCredential own badge': async () => {
      const { outcome: said, checks } = await verifyCredential(badge, { now: created })
      return [said, checks.map(({ id, status }) => [id, status])]
    },
    ...snippets(),
    ...Object.fromEntries(
      ['Welder I & II', 'CON', '../../etc', '焊接', ''].map((name) => [
        `safeFileName ${JSON.stringify(name)}`,
        () => safeFileName(name, 'png'),
      ]),
    ),
  }
}

const view = {
  url: 'https://badges.example.org/b/7',
  name: 'Welder I & "II" <b>',
  issuer: 'Åcme 焊接',
  issuedAt: '2026-01-31T12:00:00Z',
  expiresAt: '2036-01-31T00:00:00Z',
  description: 'Welds *steel*.\nTwice.',
  skills: [{ name: 'Seams', url: 'https://skills.example/seams' }],
  tags: ['steel'],
  state: 'valid',
} as const

const snippets = (): Record<string, () => unknown> =>
  Object.fromEntries(
    snippetFormats.flatMap((format) =>
      [undefined, 'de', 'ja'].flatMap((locale) =>
        (['valid', 'revoked'] as const).map((state) => [
          `createSnippetFile ${format} ${locale ?? 'in no language'}, ${state}`,
          () => createSnippetFile({ ...view, state }, format, locale === undefined ? {} : { locale }),
        ]),
      ),
    ),
  )

async function images(): Promise<Record<string, () => unknown>> {
  const badge = await issueBadge(draft, await testKey(), { ...fixed, created, verificationMethod: METHOD })
  const makers: Record<string, () => unknown> = {}
  for (const file of ['welder.png', 'welder.svg', 'river-steward.png', 'river-steward.svg']) {
    const baked = () => bakeImage(art(file), badge)
    makers[`bakeImage ${file}`] = baked
    makers[`bakeImage ${file} a second time`] = async () => bakeImage(await baked(), badge)
    makers[`bakeImage ${file} in place of another`] = async () =>
      bakeImage(await baked(), 'a.b.c', { ifBaked: 'replace' })
    makers[`extractCredential ${file}`] = async () => extractCredential(await baked())
    makers[`stripCredential ${file}`] = async () => stripCredential(await baked())
    makers[`stripCredential ${file}, which holds none`] = async () => stripCredential(art(file))
  }
  makers['bakeImage of text'] = () => bakeImage(new TextEncoder().encode('text'), badge)
  makers['extractCredential of text'] = () => extractCredential(new TextEncoder().encode('text'))
  makers['extractCredential of a picture'] = async () => String(await extractCredential(art('welder.png')))
  return makers
}

async function keys(): Promise<Record<string, () => unknown>> {
  const key = await importKeyPair(new Uint8Array(32).fill(7), { controller: didWebFor('acme.example') })
  return {
    createDidDocument: () => createDidDocument({ did: didWebFor('acme.example'), keys: [key] }),
    createJwks: () => createJwks([key]),
    createIssuerFiles: () =>
      wordless(createIssuerFiles({ domain: 'acme.example', name: 'Acme', key, email: 'office@acme.example' })),
    'createIssuerFiles below a path': async () => {
      const controller = didWebFor('acme.example', 'schools/a')
      const below = await importKeyPair(new Uint8Array(32).fill(7), { controller })
      return wordless(createIssuerFiles({ domain: 'acme.example', path: 'schools/a', name: 'Acme', key: below }))
    },
    jwkThumbprint: () =>
      jwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }),
    'importKeyPair of rubbish': () => importKeyPair('rubbish'),
    'key as JSON': () => key,
  }
}
