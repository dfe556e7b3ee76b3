import { describe, expect, test } from 'vitest'
import { bakeImage, extractCredential, stripCredential } from '../../src/container/index.js'
import { hexEncode, utf8Encode } from '../../src/internal/bytes.js'
import { base64urlDecode } from '../../src/internal/encoding.js'
import { issueBadge } from '../../src/issue-badge.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, readVector, readVectorJson } from '../support/vectors.js'

/** Genuine badges that were called false, each beside one of its kind that is. */
const now = '2026-06-01T00:00:00Z'
const created = '2026-02-01T00:00:00Z'
const key = await testKey()
const reported = '../cases/reported'
const copy = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value))
const signed = copy(await signCredential(sampleBadge(key.did), key, { now, created }))

async function judge(input: unknown, options: VerifyOptions = {}) {
  const { outcome, problems, warnings } = await verifyCredential(input, { now, ...options })
  return { outcome, codes: [...new Set(problems.map(({ code }) => code))], warned: warnings.map(({ code }) => code) }
}

describe('recipients by address', () => {
  const issue = async (email: string, more = {}): Promise<JsonObject> =>
    copy(
      await issueBadge(
        {
          issuer: { id: key.did, name: 'Acme' },
          achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
          recipient: { email },
        },
        key,
        { now, created, ...more },
      ),
    )
  const identifiers = (badge: JsonObject): readonly JsonObject[] =>
    (badge.credentialSubject as { identifier: JsonObject[] }).identifier

  test.each([
    ['kim@example.org', ['kim@example.org']],
    ['Kim@EXAMPLE.org', ['Kim@example.org']],
    ['kim@Bücher.example', ['kim@xn--bcher-kva.example']],
    // U+212A is not a k, and stays another name.
    ['kim@\u212Aelvin.example', ['kim@\u212Aelvin.example']],
  ])('%s is written in plain as %s', async (email, written) => {
    const badge = await issue(email, { recipientPrivacy: 'plain' })
    expect(identifiers(badge).map(({ identityHash }) => identityHash)).toEqual(written)
  })

  test('capitals in the local part get a second identifier, without them none', async () => {
    expect(identifiers(await issue('Kim@Example.org'))).toHaveLength(2)
    expect(identifiers(await issue('kim@Example.org'))).toHaveLength(1)
  })

  const FOLDED = ['ERR_RECIPIENT_FOLDED']
  const other = { outcome: 'failed', codes: ['ERR_RECIPIENT_MISMATCH'], warned: [] }
  const found = (warned: string[] = []) => ({ outcome: 'verified', codes: [], warned })
  test.each<[string, string, object, VerifyOptions, object]>([
    ['kim@example.org', 'kim@example.org', {}, {}, found()],
    ['kim@example.org', 'kim@Example.ORG', {}, {}, found()],
    ['kim@example.org', 'mailto:kim@Example.ORG', {}, {}, found()],
    ['kim@example.org', 'Kim@example.org', {}, {}, found(FOLDED)],
    ['kim@example.org', 'Kim@example.org', {}, { recipientMatch: 'exact' }, other],
    ['kim@example.org', 'kim@Example.org', {}, { recipientMatch: 'exact' }, other],
    ['Kim@example.org', 'kim@example.org', {}, {}, found()],
    ['Kim@example.org', 'KIM@example.org', {}, {}, found(FOLDED)],
    ['kim@example.org', '\u212Aim@example.org', {}, {}, other],
    ['kim@example.org', 'kim@example.org.evil.example', {}, {}, other],
    ['Kim@example.org', 'kIM@Example.org', { recipientPrivacy: 'plain' }, {}, found(FOLDED)],
    ['Kim@example.org', 'Kim@Example.org', { recipientPrivacy: 'plain' }, {}, found()],
    ['kim@bücher.example', 'kim@BÜCHER.example', {}, {}, found()],
    ['kim@bücher.example', 'kim@xn--bcher-kva.example', {}, {}, found()],
    // What ends a host name in a URL, or is decoded there, is part of another name.
    ['kim@bücher.example', 'kim@bücher\u3002evil.example', {}, {}, other],
    ['kim@bücher.example', 'kim@bücher/evil.example', {}, {}, other],
    ['kim@bücher.example', 'kim@bücher#evil.example', {}, {}, other],
    ['kim@bücher.example', 'kim@b%C3%BCcher.example', {}, {}, other],
    ['kim@büchera.example', 'kim@bücher%61.example', {}, {}, other],
    ['kim@bücher\u3002evil.example', 'kim@bücher\u3002evil.example', {}, {}, found()],
  ])('%s looked for as %s (%o %o)', async (email, recipient, more, options, expected) => {
    expect(await judge(await issue(email, more), { recipient, ...options })).toEqual(expected)
  })

  test('another way to compare is refused', async () => {
    expect(await codeOf(() => verifyCredential(signed, { recipientMatch: 'Exact' as never }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})

describe('keys in forms that are not read', () => {
  const did = 'did:web:school.example'
  const url = 'https://school.example/.well-known/did.json'
  const make = async () =>
    copy(
      await signCredential(
        sampleBadge(did),
        { id: `${did}#k`, controller: did, type: key.type, sign: key.sign },
        { now, created },
      ),
    )
  const jwk = key.toJSON().publicKeyJwk as { x: string } | undefined
  const method = (more: JsonObject): VerifyOptions => ({
    documents: {
      [url]: {
        id: did,
        verificationMethod: [{ id: `${did}#k`, controller: did, ...more }],
        assertionMethod: [`${did}#k`],
      },
    },
  })
  const multibase = key.did.slice('did:key:'.length)
  const UNREAD = ['indeterminate', 'ERR_KEY_UNSUPPORTED']
  test.each<[string, JsonObject, string[]]>([
    ['Multikey', { type: 'Multikey', publicKeyMultibase: multibase }, ['verified']],
    ['a type that is not known', { type: 'EcdsaSecp256k1VerificationKey2019', publicKeyBase58: '2b' }, UNREAD],
    ['hex', { type: 'Ed25519VerificationKey2018', publicKeyHex: '00' }, UNREAD],
    [
      'secp256k1 as a JWK',
      { type: 'JsonWebKey', publicKeyJwk: { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' } },
      UNREAD,
    ],
    ['Ed448 as a JWK', { type: 'JsonWebKey', publicKeyJwk: { kty: 'OKP', crv: 'Ed448', x: 'AA' } }, UNREAD],
    [
      'secp256k1 as a Multikey',
      { type: 'Multikey', publicKeyMultibase: 'zQ3shtxV1FrJfhqE1dvxYRcCknWNjHc3c5X1y3ZSoPDi2aur2' },
      UNREAD,
    ],
    ['a damaged Multikey', { type: 'Multikey', publicKeyMultibase: `${multibase}0` }, ['failed', 'ERR_KEY_INVALID']],
    ['PEM that is none', { type: 'RsaVerificationKey2018', publicKeyPem: 'key' }, ['failed', 'ERR_KEY_INVALID']],
    [
      'two forms at once',
      { type: 'Multikey', publicKeyMultibase: multibase, publicKeyPem: 'key' },
      ['failed', 'ERR_KEY_INVALID'],
    ],
  ])('%s', async (_, more, [outcome, ...codes]) => {
    expect(await judge(await make(), method(more))).toMatchObject({ outcome, codes })
  })

  test('Ed25519 in PEM is read', async () => {
    const raw = base64urlDecode(jwk?.x ?? (copy(await key.exportSecret('jwk' as never)) as { x: string }).x)
    const der = Buffer.from(`302a300506032b6570032100${hexEncode(raw)}`, 'hex').toString('base64')
    const publicKeyPem = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`
    const options = method({ type: 'Ed25519VerificationKey2018', publicKeyPem })
    expect(await judge(await make(), options)).toMatchObject({ outcome: 'verified' })
  })

  test.skipIf(!hasVectors)('RSA in PEM is read for a JWT', async () => {
    const documents = readVectorJson<Record<string, JsonObject>>(
      `${reported}/16-key-in-pem-is-failed-not-indeterminate/documents.json`,
    )
    const jwt = readVector(`${reported}/16-key-in-pem-is-failed-not-indeterminate/badge.jwt`)
    expect(await judge(jwt, { documents })).toMatchObject({ outcome: 'verified' })
  })

  test('Ed25519Signature2018 and Open Badges 1 are undecided', async () => {
    const { proof: _, ...badge } = signed
    const old = { type: 'Ed25519Signature2018', created, verificationMethod: key.id, proofPurpose: 'assertionMethod' }
    expect(await judge({ ...badge, proof: [{ ...old, jws: 'eyJ..sig' }] })).toMatchObject({
      outcome: 'indeterminate',
    })
    const ob1 = { uid: 'abc', recipient: 'sha256$0', badge: 'https://school.example/badge.json' }
    expect(await judge(ob1)).toMatchObject({ outcome: 'indeterminate', codes: ['ERR_FORMAT_UNKNOWN'] })
  })
})

describe('an answer around a credential', () => {
  test.each<[string, unknown, string, string[]]>([
    ['of the VC-API', { verifiableCredential: signed }, 'verified', ['ERR_FORMAT_UNKNOWN']],
    ['a list of one', { verifiableCredential: [signed], options: {} }, 'verified', ['ERR_FORMAT_UNKNOWN']],
    ['altered within', { verifiableCredential: { ...signed, name: 'Doctor' } }, 'failed', ['ERR_FORMAT_UNKNOWN']],
    ['of two credentials', { verifiableCredential: [signed, signed] }, 'failed', []],
    ['around an answer', { credential: { verifiableCredential: signed } }, 'failed', []],
    ['that says to be a credential itself', { ...sampleBadge(key.did), verifiableCredential: signed }, 'failed', []],
  ])('%s', async (_, input, outcome, warned) => {
    const result = await judge(input)
    expect(result.outcome).toBe(outcome)
    expect(result.warned).toEqual(expect.arrayContaining(warned))
  })
})

describe('SVG as drawing programs write it', () => {
  const subset = (declarations: string, attributes = '', inside = ''): Uint8Array =>
    utf8Encode(
      `<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [\n${declarations}\n]>\n` +
        `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`,
    )
  const bake = async (picture: Uint8Array) => {
    const baked = await bakeImage(picture, signed)
    expect(await stripCredential(baked)).toEqual(picture)
    return judge(baked)
  }

  test.each<[string, Uint8Array]>([
    [
      'namespaces',
      subset('<!ENTITY ns_ai "http://ns.adobe.com/AI/10/">', 'xmlns:i="&ns_ai;"', '<i:pgf id="&ns_ai;"/>'),
    ],
    [
      'a namespace of its own',
      utf8Encode('<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"/>'),
    ],
    ['a comment and a character', subset('<!-- of old --><!ENTITY nbsp "&#160;">', 'title="a&nbsp;b"', 'a&nbsp;b')],
    ['the first of two counts', subset("<!ENTITY a 'x'><!ENTITY a 'y'>", 'title="&a;"')],
    ['an apostrophe in a text in quotes', subset('<!ENTITY t "It\'s">', `title='&t;'`, '&t;')],
    ['quotes in a text in apostrophes', subset(`<!ENTITY t '"x"'>`, 'title="&t;"', '&t;')],
    ['an apostrophe by a character', subset("<!ENTITY t 'It&#39;s'>", `title='&t;'`, '&t;')],
  ])('%s', async (_, picture) => {
    expect(await bake(picture)).toMatchObject({ outcome: 'verified' })
  })

  test.each<[string, Uint8Array, string]>([
    ['an entity of entities', subset('<!ENTITY a "x"><!ENTITY b "&a;&a;">'), 'ERR_IMAGE_UNSAFE'],
    ['a file', subset('<!ENTITY a SYSTEM "file:///etc/passwd">'), 'ERR_IMAGE_UNSAFE'],
    ['a public file', subset('<!ENTITY a PUBLIC "a" "https://evil.example/a">'), 'ERR_IMAGE_UNSAFE'],
    ['a parameter entity', subset('<!ENTITY % a "x">'), 'ERR_IMAGE_UNSAFE'],
    ['a reference to one', subset('<!ENTITY a "x"> %b;'), 'ERR_IMAGE_UNSAFE'],
    ['attributes by default', subset('<!ATTLIST svg onload CDATA "evil()">'), 'ERR_IMAGE_UNSAFE'],
    ['markup', subset('<!ENTITY a "<b/>">'), 'ERR_IMAGE_UNSAFE'],
    ['markup by a character', subset('<!ENTITY a "&#60;b/&#62;">'), 'ERR_IMAGE_UNSAFE'],
    ['a reference by a character', subset('<!ENTITY a "&#38;#60;">'), 'ERR_IMAGE_UNSAFE'],
    ['an apostrophe before markup', subset('<!ENTITY a "It\'s <b/>">'), 'ERR_IMAGE_UNSAFE'],
    ['lt defined again', subset('<!ENTITY lt "x">'), 'ERR_IMAGE_UNSAFE'],
    ['one that is not declared', subset('<!ENTITY a "x">', 'title="&b;"'), 'ERR_IMAGE_UNSAFE'],
    [
      'growth',
      subset(`<!ENTITY a "${'x'.repeat(1000)}">`, '', '<g id="&a;&a;&a;&a;"/>'.repeat(20)),
      'ERR_IMAGE_UNSAFE',
    ],
    ['a long one', subset(`<!ENTITY a "${'x'.repeat(2000)}">`), 'ERR_LIMIT_EXCEEDED'],
    ['many', subset(Array.from({ length: 70 }, (_, i) => `<!ENTITY a${i} "x">`).join('')), 'ERR_LIMIT_EXCEEDED'],
    ['one without an end', utf8Encode('<!DOCTYPE svg [<!ENTITY a "x"'), 'ERR_IMAGE_CORRUPT'],
  ])('%s is refused', async (_, picture, code) => {
    expect(await codeOf(() => bakeImage(picture, signed))).toBe(code)
  })

  test('an entity inside the credential is refused', async () => {
    const picture = subset(
      '<!ENTITY a "x">',
      'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"',
      '<openbadges:credential>{"name":"&a;"}</openbadges:credential>',
    )
    expect(await codeOf(() => extractCredential(picture))).toBe('ERR_IMAGE_UNSAFE')
  })

  test('in US-ASCII, which the credential keeps to', async () => {
    const picture = utf8Encode('<?xml version="1.0" encoding="US-ASCII"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    const baked = await bakeImage(picture, signed)
    expect(baked.every((byte) => byte < 0x80)).toBe(true)
    expect(await judge(baked)).toMatchObject({ outcome: 'verified' })
    const lying = utf8Encode(
      '<?xml version="1.0" encoding="US-ASCII"?><svg xmlns="http://www.w3.org/2000/svg" id="é"/>',
    )
    expect(await codeOf(() => bakeImage(lying, signed))).toBe('ERR_IMAGE_CORRUPT')
  })

  test('a byte order mark in front of the credential is a warning', async () => {
    const picture = utf8Encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const text = new TextDecoder().decode(await bakeImage(picture, signed)).replace('<![CDATA[', '<![CDATA[\ufeff')
    const marked = await judge(utf8Encode(text))
    expect(marked).toMatchObject({ outcome: 'verified', codes: [] })
    expect(marked.warned).toContain('ERR_IMAGE_CORRUPT')
  })

  test.skipIf(!hasVectors)('and one in a PNG', async () => {
    const png = readVector(`${reported}/19-png-text-with-bom/badge.png`)
    expect(await judge(png, { now: '2026-11-30T00:00:00Z' })).toMatchObject({
      outcome: 'verified',
      warned: ['ERR_IMAGE_CORRUPT'],
    })
  })
})

test.skipIf(!hasVectors)('a PNG as phones have it is named', async () => {
  const png = readVector(`${reported}/21-png-of-apple/art.png`)
  const error = await bakeImage(png, signed).catch((thrown: Error) => thrown)
  expect(error).toMatchObject({ code: 'ERR_FORMAT_UNKNOWN', message: expect.stringContaining('CgBI') })
})
