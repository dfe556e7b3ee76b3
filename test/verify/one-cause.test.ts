import { describe, expect, test } from 'vitest'
import { checkDataModel } from '../../src/credential/index.js'
import { fixDraft } from '../../src/fix-draft.js'
import { pointerGet } from '../../src/internal/pointer.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

/** The first finding is the cause, at its place; what follows from it is not said beside it. */
const now = '2026-06-01T00:00:00Z'
const key = await testKey()
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'

const at = (badge: JsonObject, pointer: string): JsonObject => pointerGet(badge, pointer) as JsonObject
function changed(edit: (badge: JsonObject) => void): JsonObject {
  const badge = JSON.parse(JSON.stringify(sampleBadge(key.did))) as JsonObject
  Object.assign(at(badge, '/credentialSubject/identifier/0'), { identityHash: `sha256$${'a'.repeat(64)}` })
  edit(badge)
  return badge
}
const sign = async (badge: object): Promise<JsonObject> =>
  JSON.parse(JSON.stringify(await signCredential(badge as JsonObject, key, { now, created: now }))) as JsonObject

const subject = '/credentialSubject'
const achievement = `${subject}/achievement`
const set =
  (pointer: string, value: JsonValue) =>
  (badge: JsonObject): void => {
    const parent = at(badge, pointer.slice(0, pointer.lastIndexOf('/')))
    parent[pointer.slice(pointer.lastIndexOf('/') + 1)] = value
  }
const rename =
  (pointer: string, name: string) =>
  (badge: JsonObject): void => {
    const parent = at(badge, pointer.slice(0, pointer.lastIndexOf('/')))
    const old = pointer.slice(pointer.lastIndexOf('/') + 1)
    parent[name] = parent[old] as JsonValue
    delete parent[old]
  }

describe('one fault, one or two findings, and the cause first', () => {
  test.each<[string, (badge: JsonObject) => void, string[]]>([
    ['null among the types', set(`${achievement}/type`, [null]), [`ERR_MODEL_INVALID ${achievement}/type/0`]],
    ['a number for a type', set('/issuer/type', [5]), ['ERR_MODEL_INVALID /issuer/type/0']],
    ['types in a list of lists', set('/issuer/type', [['Profile']]), ['ERR_MODEL_INVALID /issuer/type/0']],
    [
      'an object inside a further one',
      (badge) => set(`${subject}/identifier/0`, { value: at(badge, `${subject}/identifier/0`) })(badge),
      [`ERR_MODEL_INVALID ${subject}/identifier/0`],
    ],
    ['an empty object', set(`${achievement}/alignment`, [{}]), [`ERR_MODEL_INVALID ${achievement}/alignment/0`]],
    [
      'descriptions of results under a name with a slip',
      rename(`${achievement}/resultDescription`, 'result_description'),
      [`ERR_TERM_UNDEFINED ${achievement}/result_description`],
    ],
    [
      'a description of results with an empty id',
      set(`${achievement}/resultDescription/0/id`, ''),
      [`ERR_MODEL_INVALID ${achievement}/resultDescription/0/id`],
    ],
    [
      'the subject under another name',
      rename(subject, 'credential_subject'),
      [`ERR_MODEL_INVALID ${subject}`, 'ERR_TERM_UNDEFINED /credential_subject'],
    ],
    [
      'a member of an identifier with a slip',
      rename(`${subject}/identifier/0/identityHash`, 'identityhash'),
      [
        `ERR_MODEL_INVALID ${subject}/identifier/0/identityHash`,
        `ERR_TERM_UNDEFINED ${subject}/identifier/0/identityhash`,
      ],
    ],
    [
      'types of 1EdTech without their context',
      (badge) => {
        const contexts = badge['@context'] as JsonValue[]
        set(
          '/@context',
          contexts.filter((context) => context !== EXTENSIONS),
        )(badge)
        delete badge.credentialSchema
        set('/refreshService', { id: 'https://acme.example/r', type: '1EdTechCredentialRefresh' })(badge)
      },
      ['ERR_TERM_UNDEFINED /refreshService/type'],
    ],
    [
      'a map of languages for a date',
      set('/validFrom', { en: '2026-01-01T00:00:00Z' }),
      ['ERR_MODEL_INVALID /validFrom', 'ERR_MODEL_INVALID /validFrom'],
    ],
    ['an empty map for a name', set(`${achievement}/name`, {}), [`ERR_MODEL_INVALID ${achievement}/name`]],
    [
      'an object with an id for a code',
      set(`${achievement}/humanCode`, { id: 'W1' }),
      [`ERR_RDF_INVALID ${achievement}/humanCode`],
    ],
    [
      'a language of an inline context that is none',
      (badge) => set('/@context', [...(badge['@context'] as JsonValue[]), { '@language': 'en_US' }])(badge),
      ['ERR_CONTEXT_INVALID /@context/3/@language'],
    ],
  ])('%s', async (_name, edit, expected) => {
    const { problems } = await verifyCredential(changed(edit), { now })
    expect(
      problems.filter(({ code }) => code !== 'ERR_PROOF_MISSING').map(({ code, pointer }) => `${code} ${pointer}`),
    ).toEqual(expected)
    for (const { next } of problems) expect(next).toEqual(expect.any(String))
  })

  test('a result that names no description is still found where the descriptions are in order', async () => {
    const missing = changed(
      set(`${subject}/result/0/resultDescription`, 'urn:uuid:00000000-0000-4000-8000-000000000000'),
    )
    expect((await verifyCredential(missing, { now })).problems[0]?.pointer).toBe(
      `${subject}/result/0/resultDescription`,
    )
  })

  test.each([
    ['validFrom', '2027-01-01T00:00:00Z'],
    ['validUntil', '2027-01-01T23:59:59Z'],
  ])('a day at %s is named as the beginning or the end that it means', (name, meant) => {
    const [found] = checkDataModel(changed(set(`/${name}`, '01.01.2027'))).problems
    expect([found?.pointer, found?.detail]).toEqual([`/${name}`, expect.stringContaining(`write "${meant}"`)])
  })

  test('a property under another name: the advice is to call it by its own, not to add one', () => {
    const { problems } = checkDataModel(changed(rename(`${achievement}/criteria`, 'criterias')))
    expect(problems[0]).toMatchObject({ pointer: `${achievement}/criteria`, fix: 'Call it "criteria".' })
  })
})

describe('the word of a type in place of a property is signed, and read by nobody', () => {
  test.each([
    ['Image', `${achievement}/Image`, 'image'],
    ['Alignment', `${achievement}/Alignment`, 'alignment'],
    ['Result', `${subject}/Result`, 'result'],
    ['Evidence', '/Evidence', 'evidence'],
  ])('%s: it verifies with a warning, and is mended', async (_word, pointer, name) => {
    const right = `${pointer.slice(0, pointer.lastIndexOf('/'))}/${name}`
    const badge = changed((each) => {
      set(right, (pointerGet(each, right) ?? { id: 'https://acme.example/i.png', type: 'Image' }) as JsonValue)(each)
      rename(right, pointer.slice(pointer.lastIndexOf('/') + 1))(each)
    })
    const result = await verifyCredential(await sign(badge), { now })
    expect(result.outcome).toBe('verified')
    expect(result.warnings).toContainEqual(expect.objectContaining({ pointer, next: expect.stringContaining(name) }))
    const { fixed, remaining } = fixDraft(badge)
    expect(remaining).toEqual([])
    expect(pointerGet(fixed as JsonObject, right)).toBeDefined()
    expect(pointerGet(fixed as JsonObject, pointer)).toBeUndefined()
  })

  test.each(['Achievement', 'GeoCoordinates', 'VerifiableCredential', 'DataIntegrityProof', '_sd', 'cnf'])(
    '%s, with which nothing can be meant, is left, and nothing remains',
    async (word) => {
      const badge = changed(set(`${achievement}/${word}`, 'urn:x:y'))
      const { fixed, remaining } = fixDraft(badge)
      expect(remaining).toEqual([])
      expect((await verifyCredential(await sign(fixed), { now })).outcome).toBe('verified')
    },
  )

  test.each([
    ['termsOfUse', { type: 'https://acme.example/Terms', id: 'https://acme.example/t', ids: 'x' }],
    ['refreshService', { id: 'https://acme.example/r', type: '1EdTechCredentialRefresh', URL: 'x' }],
  ] as const)('what no context defines inside %s remains', async (name, value) => {
    const badge = changed((each) => {
      set(`/${name}`, value as unknown as JsonValue)(each)
    })
    expect(fixDraft(badge).remaining.map(({ rule }) => rule)).toContain('terms.undefined')
    await expect(sign(badge)).rejects.toMatchObject({ code: 'ERR_TERM_UNDEFINED' })
  })
})

describe('what says nothing, or lacks only its form, is mended', () => {
  test.each<[string, (badge: JsonObject) => void, string, unknown]>([
    ['no id but null', set('/id', null), '/id', expect.stringMatching(/^urn:uuid:/)],
    ['null among the types', set('/type', ['VerifiableCredential', 'OpenBadgeCredential', null]), '/type/2', undefined],
    ['null for the only type', set(`${achievement}/type`, [null]), `${achievement}/type`, ['Achievement']],
    ['types in a list of lists', set('/issuer/type', [['Profile']]), '/issuer/type', ['Profile']],
    ['a language with a low line', set(`${achievement}/inLanguage`, 'en_US'), `${achievement}/inLanguage`, 'en-US'],
    ['a language in capitals', set(`${achievement}/inLanguage`, 'EN'), `${achievement}/inLanguage`, 'en'],
    ['a region in small letters', set(`${achievement}/inLanguage`, 'pt-br'), `${achievement}/inLanguage`, 'pt-BR'],
    [
      'letters of a name that changed places',
      (badge) => set('/evidence', [{ tpye: ['Evidence'], id: 'https://acme.example/e' } as JsonObject])(badge),
      '/evidence/0/type',
      ['Evidence'],
    ],
    [
      'a context inside an object',
      (badge) => set('/@context/0', { '@id': at(badge, '/@context/0') } as JsonObject)(badge),
      '/@context/0',
      'https://www.w3.org/ns/credentials/v2',
    ],
    [
      'a URL inside an object',
      set('/issuer/url', { id: 'https://acme.example/' }),
      '/issuer/url',
      'https://acme.example/',
    ],
  ])('%s', async (_name, edit, pointer, expected) => {
    const { fixed, remaining } = fixDraft(changed(edit))
    expect(remaining).toEqual([])
    expect(pointerGet(fixed as JsonObject, pointer)).toEqual(expected)
    expect((await verifyCredential(await sign(fixed), { now })).outcome).toBe('verified')
  })

  test.each(['English', 'de-DE-1996', 'x', 'en--US'])('the language %s needs a decision', (inLanguage) => {
    const { remaining } = fixDraft(changed(set(`${achievement}/inLanguage`, inLanguage)))
    expect(remaining.map(({ pointer }) => pointer)).toEqual([`${achievement}/inLanguage`])
  })
})
