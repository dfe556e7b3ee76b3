import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import { codeOf } from '../support/codes.js'
import { draft, dump, testService, tokenIn } from './service.js'

type Site = Awaited<ReturnType<typeof testService>>

const KIM = 'kim@learner.example'
const DAY = 86_400_000

const named = (name: string, more: object = {}) => ({
  draft: { ...draft, achievement: { ...draft.achievement, name }, ...more },
  recipient: { email: KIM, name: 'Kim Doe' },
})

/** A person who has claimed a badge by each of these names. */
async function collected(site: Site, names: readonly string[], more: object = {}) {
  const personId = await account(site)
  const ids: string[] = []
  for (const name of names) {
    site.clock.pass(1000)
    const badge = await site.service.issue(named(name, more))
    const { token } = await site.service.createClaimLink({ badgeId: badge.id })
    await site.service.claims.claim({ token, viewer: { personId } })
    ids.push(badge.id)
  }
  return { personId, ids }
}

/** An account that has proven this address. */
async function account(site: Site, email = KIM): Promise<string> {
  const person = await site.service.people.fromSession({ subject: email, emails: [email] })
  return person.id
}

describe('the badges of a person', () => {
  const names = ['Welder II', 'Ärztin', 'welder I', 'Zimmerer']

  test.each([
    ['newest', ['Zimmerer', 'welder I', 'Ärztin', 'Welder II']],
    ['oldest', ['Welder II', 'Ärztin', 'welder I', 'Zimmerer']],
    ['name', ['Ärztin', 'welder I', 'Welder II', 'Zimmerer']],
    ['issuer', ['Ärztin', 'welder I', 'Welder II', 'Zimmerer']],
  ] as const)('%s: pages go on where the one before ended', async (order, expected) => {
    const site = await testService()
    const { personId } = await collected(site, names)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await site.service.collection.badges({
        personId,
        order,
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      })
      found.push(...page.badges.map(({ achievementName }) => achievementName))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found).toEqual(expected)
  })

  test.each([
    ['without case and accents', 'ARZTIN', ['Ärztin']],
    ['all words, parts of them too', 'weld ii', ['Welder II']],
    ['the issuer', 'acme zimm', ['Zimmerer']],
    ['nothing', 'baker', []],
  ])('looked for: %s', async (_, text, expected) => {
    const site = await testService()
    const { personId } = await collected(site, names)
    const { badges, partial } = await site.service.collection.badges({ personId, text })
    expect(badges.map(({ achievementName }) => achievementName)).toEqual(expected)
    expect(partial).toBe(false)
  })

  test.each(['made up', 'x'.repeat(26)])(
    'a cursor that no page gave is refused where pages are looked up: %s',
    async (cursor) => {
      const site = await testService()
      const { personId } = await collected(site, names.slice(0, 1))
      const { collection } = site.service
      expect(await codeOf(() => collection.badges({ personId, order: 'name', cursor }))).toBe('ERR_ARGUMENT_INVALID')
    },
  )

  test('what is looked at does not grow with what is stored: a page in the order of time reads a page', async () => {
    const site = await testService()
    const { personId } = await collected(site, ['A', 'B', 'C', 'D', 'E'])
    const asked: (number | undefined)[] = []
    const { query } = site.storage
    site.storage.query = (given) => {
      if (given.collection === 'badges') asked.push(given.limit)
      return query.call(site.storage, given)
    }
    await site.service.collection.badges({ personId, limit: 2 })
    await site.service.collection.badges({ personId, limit: 2, text: 'a' })
    expect(asked).toEqual([2, limits.collectionSearched])
  })
})

describe('offers', () => {
  test('wait until they are answered; opening one gives a link for its recipient, and changes nothing', async () => {
    const site = await testService()
    const { collection, claims } = site.service
    const personId = await account(site)
    const { id: badgeId } = await site.service.issue(named('Welder I'))
    expect((await collection.offers({ personId })).badges.map(({ id }) => id)).toEqual([badgeId])
    expect(await collection.unread(personId)).toBe(1)
    const { token } = await collection.openOffer({ personId, badgeId })
    expect((await site.service.get(badgeId))?.stage).toBe('offered')
    // The link of the mail goes on working.
    expect(await claims.look(tokenIn(await site.mailTo(KIM), 'claim'))).toMatchObject({ state: 'open' })
    await claims.accept({ token, viewer: { personId } })
    expect(await collection.unread(personId)).toBe(0)
    expect((await collection.offers({ personId, badgeId })).badges).toHaveLength(1)
    await claims.claim({ token, viewer: { personId } })
    expect((await collection.offers({ personId })).badges).toEqual([])
  })

  test.each([
    ['somebody else', async (site: Site, _badgeId: string) => account(site, 'lee@learner.example')],
    [
      'a badge that was revoked',
      async (site: Site, badgeId: string) => {
        await site.service.revoke({ badgeId, reason: 'By mistake.' })
        return account(site)
      },
    ],
    [
      'a badge that has expired',
      async (site: Site, _badgeId: string) => {
        site.clock.pass(3 * DAY)
        return account(site)
      },
    ],
  ])('are not opened, as if there were none: %s', async (_, whose) => {
    const site = await testService()
    const validUntil = new Date(site.clock.now + 2 * DAY).toISOString()
    const { id: badgeId } = await site.service.issue(named('Welder I', { validUntil }))
    const personId = await whose(site, badgeId)
    const { collection } = site.service
    expect(await codeOf(() => collection.openOffer({ personId, badgeId }))).toBe('ERR_RECORD_NOT_FOUND')
    expect((await collection.offers({ personId })).badges).toEqual([])
    expect((await collection.offers({ personId, badgeId })).badges).toEqual([])
  })
})

describe('notices', () => {
  test.each([
    ['revoked', (site: Site, badgeId: string) => site.service.revoke({ badgeId, reason: 'By mistake.' })],
    ['corrected', (site: Site, badgeId: string) => site.service.correctName({ badgeId, name: 'Kim Lee' })],
    [
      'expiring',
      async (site: Site) => {
        site.clock.pass(15 * DAY)
        await site.service.tick()
      },
    ],
    [
      'new',
      async (site: Site) => {
        const personId = await account(site)
        const issuerId = site.service.options.signer.controller ?? ''
        await site.service.people.addRule({ personId, issuerId })
        await site.service.issue(named('Welder II'))
      },
    ],
  ])(
    '%s: it is there with and without mail, is counted until it is read, and no badge is named twice',
    async (kind, act) => {
      const site = await testService({ mail: undefined } as never)
      const validUntil = new Date(site.clock.now + 40 * DAY).toISOString()
      const personId = await account(site)
      const { ids } = await collected(site, ['Welder I'], { validUntil })
      const { collection } = site.service
      expect(await collection.unread(personId)).toBe(0)
      await act(site, ids[0] ?? '')
      const { notices } = await collection.notices({ personId })
      expect(notices.map((notice) => notice.kind)).toEqual([kind])
      expect(await collection.unread(personId)).toBe(1)
      const [{ id = '', badge } = {}] = notices
      // Whoever else names it marks nothing.
      const other = await account(site, 'lee@learner.example')
      expect(await collection.readNotices({ personId: other, noticeIds: [id] })).toEqual({ read: 0, badgeIds: [] })
      expect(await collection.readNotices({ personId, noticeIds: [id, id, 'made up'] })).toEqual({
        read: 1,
        badgeIds: [badge?.id],
      })
      expect(await collection.unread(personId)).toBe(0)
      expect((await collection.notices({ personId })).notices[0]?.readAt).toBeDefined()
    },
  )

  test('a learner who never heard of a badge gets no notice of its end', async () => {
    const site = await testService()
    const personId = await account(site)
    const { id: badgeId } = await site.service.issue({ ...named('Welder I'), offer: false })
    await site.service.revoke({ badgeId, reason: 'By mistake.' })
    expect((await site.service.collection.notices({ personId })).notices).toEqual([])
  })

  test('pages, all read at once, exported, gone with the person', async () => {
    const site = await testService()
    const personId = await account(site)
    const { ids } = await collected(site, ['A', 'B', 'C'])
    for (const badgeId of ids) {
      site.clock.pass(1000)
      await site.service.revoke({ badgeId, reason: 'By mistake.' })
    }
    const { collection, privacy } = site.service
    const first = await collection.notices({ personId, limit: 2 })
    const rest = await collection.notices({ personId, limit: 2, cursor: first.cursor ?? '' })
    expect([...first.notices, ...rest.notices].map(({ badge }) => badge.achievementName)).toEqual(['C', 'B', 'A'])
    expect(rest.cursor).toBeUndefined()
    expect(await collection.readNotices({ personId })).toMatchObject({ read: 3 })
    expect((await privacy.export(personId)).notices).toHaveLength(3)
    await privacy.erase({ personId })
    expect(await dump(site.storage)).not.toMatch(/^notices /m)
  })

  test('notices are kept for 400 days', async () => {
    const site = await testService()
    const { personId, ids } = await collected(site, ['A'])
    await site.service.revoke({ badgeId: ids[0] ?? '', reason: 'By mistake.' })
    site.clock.pass(399 * DAY)
    await site.service.privacy.retain()
    expect((await site.service.collection.notices({ personId })).notices).toHaveLength(1)
    site.clock.pass(2 * DAY)
    await site.service.privacy.retain()
    expect((await site.service.collection.notices({ personId })).notices).toEqual([])
  })
})
