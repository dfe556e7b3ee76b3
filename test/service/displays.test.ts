import { describe, expect, test } from 'vitest'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, dump, type TestService, testService, tokenIn } from './service.js'

async function claimed(t: TestService, email: string, more: object = {}, how: object = {}) {
  await t.service.issue({ draft: { ...draft, ...more }, recipient: { email }, ...how })
  const { badge, person } = await t.service.claims.claim({ token: tokenIn(await t.mailTo(email), 'claim') })
  return { badgeId: badge.id, personId: person.id }
}

/** Ids of the badges that a screen shows, or why it shows none. */
async function shown(t: TestService, token: string): Promise<readonly string[] | 'gone' | null> {
  const seen = await t.service.displays.look(token)
  return seen === null || seen === 'gone' ? seen : seen.badges.map(({ badgeId }) => badgeId)
}

describe.each(presentKinds())('displays, on %s', (kind) => {
  test('show badges in force whose learners agreed, the newest first, whether public or private', async () => {
    const fresh = await freshStorage(kind)
    const storage = await fresh.open()
    try {
      const t = await testService({ storage })
      const kim = await claimed(t, 'kim@example.org')
      t.clock.pass(1000)
      const lou = await claimed(t, 'lou@example.org', { validUntil: new Date(t.clock.now + 30 * DAY).toISOString() })
      const { token, display } = await t.service.displays.create({ title: 'Hall' })
      const before = await dump(storage)
      expect(await shown(t, token)).toEqual([])
      expect(await dump(storage)).toBe(before)
      await t.service.sharing.setVisibility({ ...kim, visibility: 'public' })
      expect(await shown(t, token)).toEqual([])
      await t.service.sharing.setDisplay({ ...kim, allowed: true })
      await t.service.sharing.setDisplay({ ...lou, allowed: true })
      expect(await shown(t, token)).toEqual([lou.badgeId, kim.badgeId])
      t.clock.pass(31 * DAY)
      expect(await shown(t, token)).toEqual([kim.badgeId])
      await t.service.sharing.setDisplay({ ...kim, allowed: false })
      expect(await shown(t, token)).toEqual([])
      const log = await t.service.people.consents(kim.personId)
      expect(log.map(({ purpose, given, badgeId }) => [purpose, given, badgeId])).toEqual([
        ['display', true, kim.badgeId],
        ['display', false, kim.badgeId],
      ])
      await t.service.displays.revoke({ displayId: display.id })
      expect(await shown(t, token)).toBe('gone')
      expect((await t.service.displays.list()).map(({ revokedAt }) => revokedAt !== undefined)).toEqual([true])
    } finally {
      await storage.close()
      await fresh.remove()
    }
  })
})

type End = (t: TestService, own: { badgeId: string; personId: string }) => Promise<unknown>
test.each<[string, End, object?]>([
  ['revoked', (t, { badgeId }) => t.service.revoke({ badgeId, reason: 'Mistake' })],
  ['replaced', (t, { badgeId }) => t.service.correctName({ badgeId, name: 'Kim' })],
  ['suspended', (t, { badgeId }) => t.service.suspend({ badgeId }), { statusPurpose: 'suspension' }],
  ['erased', (t, { personId }) => t.service.privacy.erase({ personId })],
])('a badge that is %s leaves every screen', async (_, end, how = {}) => {
  const t = await testService()
  const kim = await claimed(t, 'kim@example.org', {}, how)
  await t.service.sharing.setDisplay({ ...kim, allowed: true })
  const { token } = await t.service.displays.create({ title: 'Hall' })
  expect(await shown(t, token)).toEqual([kim.badgeId])
  await end(t, kim)
  expect(await shown(t, token)).not.toContain(kim.badgeId)
})

test('a display shows only its achievements, and no more than 24 badges', async () => {
  const t = await testService()
  const other = { ...draft.achievement, id: 'https://acme.example/a/2' }
  const kim = await claimed(t, 'kim@example.org', { achievement: other })
  await t.service.sharing.setDisplay({ ...kim, allowed: true })
  for (let i = 0; i < 26; i++) {
    const lou = await claimed(t, `p${i}@example.org`)
    await t.service.sharing.setDisplay({ ...lou, allowed: true })
  }
  const all = await t.service.displays.create({ title: 'Hall' })
  const some = await t.service.displays.create({ title: 'Hall', achievementIds: [other.id] })
  expect(await shown(t, all.token)).toHaveLength(24)
  expect(await shown(t, some.token)).toEqual([kim.badgeId])
})

test.each([
  [{ title: '' }],
  [{ title: 'x'.repeat(101) }],
  [{ title: 'Hall', secondsPerSlide: 1 }],
  [{ title: 'Hall', secondsPerSlide: Number.NaN }],
  [{ title: 'Hall', achievementIds: [''] }],
  [{ title: 'Hall', achievementIds: Array(101).fill('https://acme.example/a') }],
])('a display of %j is refused', async (input) => {
  const t = await testService()
  expect(await codeOf(() => t.service.displays.create(input))).toBe('ERR_ARGUMENT_INVALID')
})

test('what never was is neither shown nor ended', async () => {
  const t = await testService()
  expect(await shown(t, 'dsp_'.padEnd(47, 'a'))).toBeNull()
  expect(await codeOf(() => t.service.displays.revoke({ displayId: '0'.repeat(26) }))).toBe('ERR_RECORD_NOT_FOUND')
  expect(await codeOf(() => t.service.displays.revoke({ displayId: 'x' }))).toBe('ERR_RECORD_NOT_FOUND')
})
