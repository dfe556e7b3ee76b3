import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import { codeOf } from '../support/codes.js'
import { draft, dump, testService } from './service.js'

type Site = Awaited<ReturnType<typeof testService>>

const KIM = 'kim@learner.example'
const DAY = 86_400_000

const account = async (site: Site, email = KIM): Promise<string> =>
  (await site.service.people.fromSession({ subject: email, emails: [email] })).id

/** A badge that this person has claimed and shows to everybody. */
async function publicBadge(site: Site, personId: string, name = 'Welder I', email = KIM): Promise<string> {
  const { id: badgeId } = await site.service.issue({
    draft: { ...draft, achievement: { ...draft.achievement, name } },
    recipient: { email, name: 'Kim Doe' },
  })
  const { token } = await site.service.collection.openOffer({ personId, badgeId })
  await site.service.claims.claim({ token, viewer: { personId } })
  await site.service.sharing.setVisibility({ badgeId, personId, visibility: 'public' })
  return badgeId
}

async function open(more: object = {}) {
  const site = await testService()
  const personId = await account(site)
  const badgeId = await publicBadge(site, personId)
  const page = await site.service.portfolio.set({
    personId,
    open: true,
    title: 'Kim Doe',
    text: 'I weld.',
    badgeIds: [badgeId],
    ...more,
  })
  const look = () => site.service.portfolio.look({ address: page.address })
  return { ...site, personId, badgeId, page, look }
}

describe('the page of a person', () => {
  test('is off at first, with no badge chosen and an address that nobody can guess', async () => {
    const site = await testService()
    const personId = await account(site)
    await publicBadge(site, personId)
    expect(await site.service.portfolio.get(personId)).toBeNull()
    const page = await site.service.portfolio.set({ personId, title: 'Kim' })
    expect(page).toMatchObject({ open: false, named: false, badgeIds: [] })
    expect(page.address).toMatch(/^[0-9a-z]{26}$/)
    expect(await site.service.portfolio.look({ address: page.address })).toBeNull()
  })

  test('shows what was chosen, and says of a chosen address that it may be listed', async () => {
    const { look, badgeId, service, personId } = await open()
    expect(await look()).toMatchObject({ title: 'Kim Doe', text: 'I weld.', listed: false, badges: [{ badgeId }] })
    await service.portfolio.set({ personId, address: 'kim-doe' })
    expect(await look()).toBeNull()
    expect(await service.portfolio.look({ address: 'kim-doe' })).toMatchObject({ listed: true })
  })

  test.each([
    [
      'made private',
      ({ service, personId, badgeId }) => service.sharing.setVisibility({ badgeId, personId, visibility: 'private' }),
    ],
    [
      'shown by link only',
      ({ service, personId, badgeId }) => service.sharing.setVisibility({ badgeId, personId, visibility: 'unlisted' }),
    ],
    ['given back', ({ service, personId, badgeId }) => service.claims.giveBack({ badgeId, personId })],
    ['erased', ({ service }) => service.privacy.eraseEmail({ email: KIM })],
  ] as [string, (kit: Awaited<ReturnType<typeof open>>) => Promise<unknown>][])(
    'a badge that was %s leaves it',
    async (_, act) => {
      const kit = await open()
      await act(kit)
      expect((await kit.look())?.badges).toEqual([])
    },
  )

  test('a badge that was revoked stays, and is said to be revoked', async () => {
    const { service, badgeId, look } = await open()
    await service.revoke({ badgeId, reason: 'By mistake.' })
    expect((await look())?.badges).toMatchObject([{ badgeId, stage: 'revoked' }])
  })

  test.each([
    [
      'private',
      async (site: Site, personId: string) => {
        const badgeId = await publicBadge(site, personId)
        await site.service.sharing.setVisibility({ badgeId, personId, visibility: 'private' })
        return badgeId
      },
    ],
    [
      'of somebody else',
      async (site: Site) =>
        publicBadge(site, await account(site, 'lee@learner.example'), 'Welder I', 'lee@learner.example'),
    ],
    ['made up', async () => 'made-up'],
  ] as [string, (site: Site, personId: string) => Promise<string>][])(
    'a badge cannot be chosen that is %s',
    async (_, make) => {
      const site = await testService()
      const personId = await account(site)
      const badgeIds = [await make(site, personId)]
      expect(await codeOf(() => site.service.portfolio.set({ personId, badgeIds }))).toBe('ERR_STAGE_INVALID')
    },
  )

  test.each([
    'ab',
    'a'.repeat(41),
    '-kim',
    'kim-',
    'kim--doe',
    'Kim',
    'kim doe',
    'kim/doe',
    'kïm',
    'kim.doe',
    '../b',
    '\u202ekim',
  ])('an address is refused: %j', async (address) => {
    const site = await testService()
    const personId = await account(site)
    expect(await codeOf(() => site.service.portfolio.set({ personId, address }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test.each([
    ['title', { title: 'x'.repeat(limits.pageTitle + 1) }, 'ERR_ARGUMENT_INVALID'],
    ['text', { text: 'x'.repeat(limits.pageText + 1) }, 'ERR_ARGUMENT_INVALID'],
    ['badges', { badgeIds: Array.from({ length: limits.pageBadges + 1 }, (_, i) => `b${i}`) }, 'ERR_LIMIT_EXCEEDED'],
    ['title of a page that is open', { open: true, title: ' \u3000 ' }, 'ERR_ARGUMENT_INVALID'],
  ])('%s: at the limit it is taken, beyond refused', async (_, more, code) => {
    const site = await testService()
    const personId = await account(site)
    await site.service.portfolio.set({
      personId,
      title: 'x'.repeat(limits.pageTitle),
      text: 'y'.repeat(limits.pageText),
    })
    expect(await codeOf(() => site.service.portfolio.set({ personId, ...more }))).toBe(code)
  })

  test('nobody gets an address that somebody has, or had a short while ago', async () => {
    const { service, personId, clock, ...site } = await open({ address: 'kim-doe' })
    const lee = await account({ service, clock, ...site } as Site, 'lee@learner.example')
    const take = () => codeOf(() => service.portfolio.set({ personId: lee, address: 'kim-doe' }))
    expect(await take()).toBe('ERR_ROW_DUPLICATE')
    await service.portfolio.set({ personId, address: '' })
    expect(await take()).toBe('ERR_ROW_DUPLICATE')
    clock.pass(181 * DAY)
    await service.privacy.retain()
    expect((await service.portfolio.set({ personId: lee, address: 'kim-doe' })).named).toBe(true)
  })

  test('of several who take an address at once, one gets it; a person has one page', async () => {
    const site = await testService()
    const people = await Promise.all(['a', 'b', 'c'].map((name) => account(site, `${name}@learner.example`)))
    const codes = await Promise.all(
      people.map((personId) => codeOf(() => site.service.portfolio.set({ personId, address: 'same' }))),
    )
    expect(codes.toSorted()).toEqual(['ERR_ROW_DUPLICATE', 'ERR_ROW_DUPLICATE', 'no error'].toSorted())
    const [personId = ''] = people
    await Promise.all(['one', 'two', 'three'].map((address) => site.service.portfolio.set({ personId, address })))
    const pages = (await dump(site.storage))
      .split('\n')
      .filter((line) => /^portfolios .*"personId"/.test(line) && line.includes(personId))
    expect(pages).toHaveLength(1)
  })

  test('a child opens it with consent to publish alone, and it closes when that is withdrawn', async () => {
    const { service, personId, look, mailTo } = await open()
    const guardian = { email: 'parent@home.example', until: '2035-01-01' }
    await service.guardians.name({ email: KIM, guardian })
    expect(await look()).toBeNull()
    expect(await codeOf(() => service.portfolio.set({ personId, open: true }))).toBe('ERR_CONSENT_NEEDED')
    await mailTo(KIM).catch(() => undefined)
    const { token } = await service.guardians.createLink({ email: KIM })
    const answer = (purpose: 'badges' | 'publishing', given: boolean) =>
      service.guardians.answer({ token, purpose, given, textVersion: '1', text: 'x' })
    await answer('badges', true)
    expect(await look()).toBeNull()
    await answer('publishing', true)
    expect(await look()).not.toBeNull()
    await answer('publishing', false)
    expect(await look()).toBeNull()
  })

  test('it is exported, and gone with the person: nothing is left of its address or texts', async () => {
    const { service, personId, storage } = await open({ address: 'kim-doe' })
    expect((await service.privacy.export(personId)).portfolio).toMatchObject({ address: 'kim-doe', text: 'I weld.' })
    await service.privacy.erase({ personId })
    expect(await service.portfolio.look({ address: 'kim-doe' })).toBeNull()
    expect(await dump(storage)).not.toMatch(/kim-doe|I weld|Kim Doe/)
  })

  test('its archive has every badge as it was signed, and a page without anything that runs', async () => {
    const { service, personId } = await open({ title: '<b>Kim</b>' })
    const { bytes } = await service.portfolio.archive(personId)
    const files = unzipSync(bytes)
    expect(Object.keys(files).toSorted()).toEqual(['01-Welder-I.json', 'index.html'])
    expect(JSON.parse(new TextDecoder().decode(files['01-Welder-I.json'])).proof).toBeDefined()
    const page = new TextDecoder().decode(files['index.html'])
    expect(page).toContain('&lt;b&gt;Kim')
    expect(page).not.toMatch(/<script|<b>/)
  })

  test('its archive is in the language of its person', async () => {
    const { service, personId } = await open({})
    await service.people.setProfile({ personId, locale: 'ar' })
    const files = unzipSync((await service.portfolio.archive(personId)).bytes)
    const page = new TextDecoder().decode(files['index.html'])
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).not.toMatch(/issued by|revoked/)
  })
})
