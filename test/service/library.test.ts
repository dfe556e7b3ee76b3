import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import { endOf } from '../../src/service/core/saved-badge.js'
import { readSkillFile } from '../../src/service/library/skill-file.js'
import { testService } from './service.js'

const art = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../examples/art/${name}`, import.meta.url)))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const json = (value: object): Uint8Array => bytes(JSON.stringify(value))

const texts = { name: 'Pipe welder', description: 'Welds pipes.', criteria: '# Exam\n\nSix seams.' } as const
const issuer = { issuer: { name: 'Acme Academy' } } as never
const skill = { targetName: 'Welding', targetUrl: 'https://skills.example/1' } as const
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('a badge of the library', () => {
  test('is awarded as it was when it was awarded: a new version changes nothing of what was issued', async () => {
    const { service } = await testService()
    const first = await service.library.save({ ...texts, level: 'B2', skills: [skill], picture: art('welder.png') })
    const { id } = first.badge
    const badge = await service.issue({ draft: issuer, saved: { id }, recipient: { email: 'kim@learner.example' } })
    const before = JSON.stringify([badge.credential, badge.picture, badge.achievementId])
    const second = await service.library.save({ id, after: 1, ...texts, name: 'Pipe welder II', removePicture: true })
    expect([first.version.version, second.version.version, second.version.picture]).toEqual([1, 2, undefined])
    const now = await service.get(badge.id)
    expect(JSON.stringify([now?.credential, now?.picture, now?.achievementId])).toBe(before)
    expect(now?.saved).toEqual({ id, version: 1 })
    expect((await service.picture(badge.id))?.mediaType).toBe('image/png')
    expect((await service.library.get({ id, version: 1 }))?.version.achievement.name).toBe('Pipe welder')
    // The same badge, for whoever looks for it by its id.
    expect(second.version.achievement.id).toBe(badge.achievementId)
    expect(badge.credential.credentialSubject).toMatchObject({
      achievement: { name: 'Pipe welder', version: '1', alignment: [skill] },
      result: [{ value: 'B2' }],
    })
  })

  test('ends when its rule says, counted from the award, in batches at once and in the background', async () => {
    const { service, clock } = await testService()
    const { badge } = await service.library.save({ ...texts, validFor: { count: 2, unit: 'years' } })
    const rows = [
      { email: 'a@learner.example' },
      { email: 'b@learner.example', draft: { validFrom: '2026-02-01T00:00:00Z' } },
      { email: 'c@learner.example', draft: { validUntil: '2027-01-01T00:00:00Z' } },
    ]
    const ends = async (batchId: string) => {
      const { badges } = await service.list({ batchId })
      return Object.fromEntries(badges.map(({ recipient, validUntil }) => [recipient.email[0], validUntil]))
    }
    const { batch } = await service.batches.issue({ draft: issuer, saved: { id: badge.id }, rows })
    const now = new Date(clock.now)
    const inTwoYears = new Date(Date.UTC(now.getUTCFullYear() + 2, now.getUTCMonth(), now.getUTCDate())).toISOString()
    expect(await ends(batch.id)).toMatchObject({
      a: expect.stringContaining(inTwoYears.slice(0, 10)),
      b: expect.stringContaining('2028-02-01'),
      c: expect.stringContaining('2027-01-01'),
    })
    const started = await service.batches.start({
      draft: issuer,
      saved: { id: badge.id },
      rows: [{ email: 'd@learner.example' }],
    })
    await service.tick()
    expect(await ends(started.id)).toMatchObject({ d: expect.stringContaining(inTwoYears.slice(0, 10)) })
    expect((await service.batches.get(started.id))?.saved).toEqual({ id: badge.id, version: 1 })
  })

  test('that ends is awarded again once it has ended; one that does not end is not', async () => {
    const { service, clock } = await testService()
    const short = await service.library.save({ ...texts, validFor: { count: 1, unit: 'days' } })
    const long = await service.library.save({ ...texts, name: 'For good' })
    const award = async (id: string) =>
      (
        await service.batches.issue({ draft: issuer, saved: { id }, rows: [{ email: 'kim@learner.example' }] })
      ).outcomes.map(({ status }) => status)
    expect([await award(short.badge.id), await award(long.badge.id)]).toEqual([['issued'], ['issued']])
    expect([await award(short.badge.id), await award(long.badge.id)]).toEqual([['already'], ['already']])
    clock.pass(2 * 86_400_000)
    expect([await award(short.badge.id), await award(long.badge.id)]).toEqual([['issued'], ['already']])
  })

  test('keeps its results beside those of a row', async () => {
    const { service } = await testService()
    const { badge } = await service.library.save({ ...texts, level: 'B2' })
    const own = { credentialSubject: { result: [{ value: '97 %' }] } } as never
    const { batch } = await service.batches.issue({
      draft: issuer,
      saved: { id: badge.id },
      rows: [{ email: 'kim@learner.example', draft: own }],
    })
    const [given] = (await service.list({ batchId: batch.id })).badges
    expect(given?.credential.credentialSubject).toMatchObject({ result: [{ value: 'B2' }, { value: '97 %' }] })
  })

  test('that is retired is neither awarded nor changed, until it is brought back', async () => {
    const { service } = await testService()
    const { badge } = await service.library.save(texts)
    await service.library.retire({ id: badge.id })
    const award = () =>
      service.issue({ draft: issuer, saved: { id: badge.id }, recipient: { email: 'kim@learner.example' } })
    expect(await codeOf(award())).toBe('ERR_STAGE_INVALID')
    expect(await codeOf(service.library.save({ id: badge.id, ...texts }))).toBe('ERR_STAGE_INVALID')
    expect((await service.library.list()).badges).toEqual([])
    expect((await service.library.list({ retired: true })).badges.map(({ id }) => id)).toEqual([badge.id])
    await service.library.retire({ id: badge.id, retired: false })
    expect((await award()).saved).toEqual({ id: badge.id, version: 1 })
    expect((await service.library.history(badge.id)).map(({ type }) => type)).toEqual([
      'saved-badge-changed',
      'saved-badge-retired',
      'saved-badge-restored',
    ])
  })

  test('is copied with all that it says, as another badge', async () => {
    const { service } = await testService()
    const { badge, version } = await service.library.save({ ...texts, level: 'B2', picture: art('welder.png') })
    const copy = await service.library.duplicate({ id: badge.id, name: 'Copy' })
    expect(copy.version).toMatchObject({ version: 1, level: 'B2', picture: version.picture })
    expect(copy.version.achievement.id).not.toBe(version.achievement.id)
    expect(JSON.stringify(copy.version.achievement)).not.toContain(String(version.achievement.id))
    expect(copy.version.achievement).toMatchObject({ name: 'Copy', description: texts.description })
  })

  test('keeps its picture when the last learner who has it is erased', async () => {
    const { service } = await testService()
    const { badge } = await service.library.save({ ...texts, picture: art('welder.png') })
    await service.issue({ draft: issuer, saved: { id: badge.id }, recipient: { email: 'kim@learner.example' } })
    await service.privacy.eraseEmail({ email: 'kim@learner.example' })
    expect((await service.library.picture({ id: badge.id }))?.mediaType).toBe('image/png')
  })

  test('is changed by one at a time: who comes second is told, and nothing is lost', async () => {
    const { service } = await testService()
    const { badge } = await service.library.save(texts)
    await service.library.save({ id: badge.id, after: 1, ...texts, name: 'First' })
    expect(await codeOf(service.library.save({ id: badge.id, after: 1, ...texts, name: 'Second' }))).toBe(
      'ERR_STAGE_INVALID',
    )
    expect((await service.library.get({ id: badge.id }))?.badge.name).toBe('First')
  })

  test('keeps signatures and second logo over changes, and loses them when that is said', async () => {
    const { service } = await testService()
    const hand = bytes(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script><circle r="3"/></svg>',
    )
    const signatures = [{ name: 'Ada', role: 'Dean', image: hand }]
    const { badge, version } = await service.library.save({ ...texts, certificate: { signatures, logo: hand } })
    expect(atob(version.certificate?.signatures?.[0]?.image ?? '')).not.toContain('script')
    const save = async (certificate: object) =>
      (await service.library.save({ id: badge.id, ...texts, certificate })).version.certificate
    const kept = await save({ signatures: [{ name: 'Ada' }] })
    expect([kept?.logo, kept?.signatures?.[0]?.image].map((each) => each !== undefined)).toEqual([true, true])
    const gone = await save({ signatures: [{ name: 'Ada', removeImage: true }], removeLogo: true })
    expect([gone?.logo, gone?.signatures]).toEqual([undefined, [{ name: 'Ada' }]])
  })

  test.each([
    ['no name', { name: ' ' }, 'ERR_ARGUMENT_INVALID'],
    ['too long a name', { name: 'x'.repeat(limits.title + 1) }, 'ERR_ARGUMENT_INVALID'],
    ['no criteria', { criteria: '' }, 'ERR_ARGUMENT_INVALID'],
    ['too many skills', { skills: Array(limits.savedSkills + 1).fill(skill) }, 'ERR_ARGUMENT_INVALID'],
    [
      'a skill that leads nowhere',
      { skills: [{ ...skill, targetUrl: 'javascript:alert(1)' }] },
      'ERR_ARGUMENT_INVALID',
    ],
    ['a shape that there is not', { look: { shape: 'x', icon: 'star', colour: '#112233' } }, 'ERR_ARGUMENT_INVALID'],
    ['a name of a parent', { look: { shape: 'toString', icon: 'star', colour: '#112233' } }, 'ERR_ARGUMENT_INVALID'],
    ['a fourth signature', { certificate: { signatures: Array(4).fill({ name: 'Ada' }) } }, 'ERR_ARGUMENT_INVALID'],
    ['a picture that is not one', { picture: bytes('hello') }, 'ERR_FORMAT_UNKNOWN'],
    ['a member that there is not', { validity: 2 }, 'ERR_ARGUMENT_INVALID'],
    ['no days at all', { validFor: { count: 0, unit: 'days' } }, 'ERR_ARGUMENT_INVALID'],
  ])('%s is refused, and nothing is saved', async (_, more, code) => {
    const { service } = await testService()
    expect(await codeOf(service.library.save({ ...texts, ...more } as never))).toBe(code)
    expect((await service.library.list()).badges).toEqual([])
    expect((await service.library.save(texts)).version.version).toBe(1)
  })

  test('has no achievement beside it, and must exist', async () => {
    const { service } = await testService()
    const { badge } = await service.library.save(texts)
    const recipient = { email: 'kim@learner.example' }
    const both = { issuer: { name: 'A' }, achievement: { name: 'x', description: 'x', criteria: 'x' } }
    expect(await codeOf(service.issue({ draft: both, saved: { id: badge.id }, recipient }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(await codeOf(service.issue({ draft: issuer, saved: { id: 'nothing' }, recipient }))).toBe(
      'ERR_RECORD_NOT_FOUND',
    )
    expect(await codeOf(service.issue({ draft: issuer, saved: { id: badge.id, version: 9 }, recipient }))).toBe(
      'ERR_RECORD_NOT_FOUND',
    )
  })

  test('is looked at as a mail without anything being sent', async () => {
    const { service, sent } = await testService()
    const { badge } = await service.library.save({ ...texts, picture: art('welder.png') })
    const mail = await service.library.mail({ id: badge.id, name: 'Kim', locale: 'de' })
    expect(mail.subject).toContain('Pipe welder')
    expect(mail.html).not.toContain('cid:')
    await service.tick()
    expect(sent).toEqual([])
  })
})

test.each([
  ['2024-02-29T10:00:00Z', { count: 1, unit: 'years' }, '2025-02-28T10:00:00Z'],
  ['2026-01-31T10:00:00Z', { count: 1, unit: 'months' }, '2026-02-28T10:00:00Z'],
  ['2026-11-30T10:00:00Z', { count: 3, unit: 'months' }, '2027-02-28T10:00:00Z'],
  ['2026-12-31T10:00:00Z', { count: 2, unit: 'days' }, '2027-01-02T10:00:00Z'],
] as const)('%s and %o is %s', (begin, rule, end) => {
  expect(new Date(endOf(Date.parse(begin), rule)).toISOString()).toBe(new Date(end).toISOString())
})

const caseFile = (items: readonly object[] = [{ fullStatement: 'Welds', uri: 'https://x.example/1' }]) =>
  json({ CFDocument: { title: 'Case' }, CFItems: items })
const ctdl = json({
  '@graph': [
    { '@id': 'https://x.example/f', '@type': 'ceasn:CompetencyFramework', 'ceasn:name': { 'en-US': 'Frame' } },
    {
      '@id': 'https://x.example/2',
      '@type': 'ceasn:Competency',
      'ceasn:competencyText': { de: 'Schweißt', 'en-US': 'Welds' },
      'ceasn:codedNotation': 'W.2',
    },
  ],
})
const esco = bytes(
  'conceptType,conceptUri,preferredLabel,description\nKnowledge,http://data.europa.eu/esco/skill/3,"weld, by hand","a ""b"""\n',
)

describe('files of skills', () => {
  test.each([
    ['CASE', caseFile(), 'Case', { targetName: 'Welds', targetUrl: 'https://x.example/1', targetType: 'CFItem' }],
    ['CTDL', ctdl, 'Frame', { targetName: 'Welds', targetUrl: 'https://x.example/2', targetCode: 'W.2' }],
    ['ESCO', esco, 'ESCO', { targetName: 'weld, by hand', targetFramework: 'ESCO' }],
  ])('%s is read', async (kind, file, name, first) => {
    const found = await readSkillFile(file)
    expect(found).toMatchObject({ kind, name })
    expect(found.skills).toMatchObject([first])
  })

  test.each([
    ['nothing', bytes(''), 'ERR_FORMAT_UNKNOWN'],
    ['another table', bytes('email,name\na@b.example,A\n'), 'ERR_FORMAT_UNKNOWN'],
    ['JSON of something else', json({ hello: [] }), 'ERR_FORMAT_UNKNOWN'],
    ['no skill with an address', caseFile([{ fullStatement: 'x', uri: 'javascript:alert(1)' }]), 'ERR_FORMAT_UNKNOWN'],
    ['bytes', Uint8Array.of(0xff, 0xfe, 0xfd), 'ERR_FORMAT_UNKNOWN'],
    ['a name twice', bytes('{"CFDocument":{},"CFDocument":{},"CFItems":[]}'), 'ERR_JSON_DUPLICATE_KEY'],
    ['a prototype', bytes('{"__proto__":{"CFItems":[]},"CFDocument":{}}'), 'ERR_JSON_FORBIDDEN_KEY'],
    ['half of one', bytes('{"CFDocument":{}'), 'ERR_JSON_INVALID'],
    ['a deep one', bytes('['.repeat(5000)), 'ERR_LIMIT_EXCEEDED'],
    ['a large one', new Uint8Array(limits.skillFileBytes + 1), 'ERR_LIMIT_EXCEEDED'],
  ])('%s is refused', async (_, file, code) => {
    expect(await codeOf(readSkillFile(file))).toBe(code)
  })

  test('has as many skills as the limit, and not one more', async () => {
    const many = (count: number) =>
      caseFile(Array.from({ length: count }, (_, i) => ({ fullStatement: `S ${i}`, uri: `https://x.example/${i}` })))
    expect((await readSkillFile(many(limits.frameworkSkills))).skills.length).toBe(limits.frameworkSkills)
    expect(await codeOf(readSkillFile(many(limits.frameworkSkills + 1)))).toBe('ERR_LIMIT_EXCEEDED')
  })

  test('what turns or hides text is taken out of names', async () => {
    const name = 'We\u202eld\u0007s\u200b\n pipes'
    const { skills } = await readSkillFile(caseFile([{ fullStatement: name, uri: 'https://x.example/1' }]))
    expect(skills[0]?.targetName).toBe('Weld s pipes')
  })

  test('are searched by the beginnings of words and by codes, and go with what they hold', async () => {
    const { service } = await testService()
    const framework = await service.library.addSkills({ file: ctdl })
    await service.library.addSkills({ file: esco })
    const names = async (words: string) =>
      (await service.library.findSkills({ words })).skills.map(({ targetName }) => targetName)
    expect((await names('WELD')).toSorted()).toEqual(['Welds', 'weld, by hand'])
    expect(await names('hand wel')).toEqual(['weld, by hand'])
    expect(await names('eld')).toEqual([])
    expect(await names('')).toEqual([])
    await service.library.removeSkills({ frameworkId: framework.id })
    expect(await names('weld')).toEqual(['weld, by hand'])
    expect(await codeOf(service.library.removeSkills({ frameworkId: framework.id }))).toBe('ERR_RECORD_NOT_FOUND')
  })
})
