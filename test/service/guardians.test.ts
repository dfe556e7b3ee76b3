import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/internal/sha256.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, dump, START, type TestService, testService, tokenIn } from './service.js'

const kim = { email: 'kim@learner.example', name: 'Kim Doe' }
const PARENT = 'parent@home.example'
const until = new Date(START + 400 * DAY).toISOString()
const guardian = { email: PARENT, until }

const issue = (t: TestService, more: object = {}) =>
  t.service.issue({ draft, recipient: { ...kim, guardian }, ...more })
const linkOf = async (t: TestService, to = PARENT) => tokenIn(await t.mailTo(to), 'guardian')
const answer = (t: TestService, token: string, purpose: 'badges' | 'publishing', given: boolean) =>
  t.service.guardians.answer({ token, purpose, given, textVersion: '2026-1', text: `May Kim have ${purpose}?` })
const mailsTo = (t: TestService, address: string) => t.sent.filter(({ to }) => to.address === address)

/** A badge that was claimed with consent, and is public. */
async function published(t: TestService) {
  const { id } = await issue(t)
  const token = await linkOf(t)
  await answer(t, token, 'badges', true)
  await answer(t, token, 'publishing', true)
  const { badge, person } = await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })
  const own = { badgeId: id, personId: person.id }
  await t.service.sharing.setVisibility({ ...own, visibility: 'public' })
  return { token, own, badge }
}

describe('a guardian can be named again', () => {
  test.each<[string, (t: TestService) => unknown]>([
    ['after the address was erased', (t) => t.service.privacy.eraseEmail({ email: kim.email })],
    [
      'long after the day that was given by mistake',
      async (t) => {
        t.clock.pass(450 * DAY)
        await t.service.tick()
      },
    ],
    ['while the first one decides', () => undefined],
  ])('%s, and the log goes on', async (_, happens) => {
    const t = await testService()
    await t.service.guardians.name({ ...kim, guardian })
    await t.service.guardians.createLink({ email: kim.email })
    await happens(t)
    const later = new Date(t.clock.now + 400 * DAY).toISOString()
    const other = { email: 'other@home.example', until: later }
    await t.service.guardians.name({ ...kim, guardian: other })
    expect((await t.service.guardians.get({ email: kim.email }))?.guardian).toMatchObject(other)
    const { records } = await t.storage.query({ collection: 'events', limit: 100 })
    const named = records.filter(({ value }) => /^guardian/.test(String(value.type)))
    expect(named.map(({ value }) => value.number)).toEqual([0, 1, 2])
  })
})

describe('a badge for a child', () => {
  test('stays about the child; the guardian is asked first, and is in nothing that leaves', async () => {
    const t = await testService()
    const badge = await issue(t)
    await t.service.mail.deliver()
    expect(mailsTo(t, kim.email)).toEqual([])
    const [asked] = mailsTo(t, PARENT)
    expect(asked?.text).toContain('Kim Doe')
    expect(asked?.text).not.toContain(kim.email)
    const result = await verifyCredential(badge.credential, { recipient: kim.email, now: new Date(START) })
    expect(result.checks.find(({ id }) => id === 'subject.recipient')?.status).toBe('passed')
    expect(JSON.stringify(badge)).not.toContain(PARENT)
  })

  test('is offered with the consent, for as long as any other, and reminders count from then', async () => {
    const t = await testService()
    await issue(t)
    const token = await linkOf(t)
    t.clock.pass(5 * DAY)
    await t.service.tick()
    expect(mailsTo(t, kim.email)).toEqual([])
    await answer(t, token, 'badges', true)
    await t.service.tick()
    expect(mailsTo(t, kim.email)).toHaveLength(1)
    t.clock.pass(3 * DAY)
    await t.service.tick()
    expect(mailsTo(t, kim.email)).toHaveLength(2)
    expect((await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })).badge.stage).toBe(
      'claimed',
    )
  })

  test('one request covers several badges; the issuer can ask again', async () => {
    const t = await testService()
    const { id } = await issue(t)
    await issue(t, { draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } } })
    await t.service.mail.deliver()
    expect(mailsTo(t, PARENT)).toHaveLength(1)
    await t.service.resend({ badgeId: id })
    await t.service.mail.deliver()
    expect([mailsTo(t, PARENT).length, mailsTo(t, kim.email).length]).toEqual([2, 0])
    await answer(t, await linkOf(t), 'badges', true)
    await t.service.mail.deliver()
    expect(mailsTo(t, kim.email)).toHaveLength(2)
  })

  test('also one that was given before its guardian was named', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    const { person } = await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })
    const own = { badgeId: badge.id, personId: person.id }
    await t.service.sharing.setVisibility({ ...own, visibility: 'public' })
    expect(await t.service.sharing.view({ badgeId: badge.id })).not.toBeNull()
    await t.service.guardians.name({ email: kim.email, guardian })
    expect(await t.service.sharing.view({ badgeId: badge.id })).toBeNull()
    expect(await codeOf(() => t.service.people.badges(person.id))).toBe('ERR_CONSENT_NEEDED')
    await linkOf(t)
  })

  test.each([
    ['the address of the child', { email: 'KIM@learner.example', until }, 'ERR_ARGUMENT_INVALID'],
    ['no address', { email: 'parent', until }, 'ERR_ADDRESS_INVALID'],
    ['a day that is over', { email: PARENT, until: '2025-12-31' }, 'ERR_ARGUMENT_INVALID'],
    ['no date', { email: PARENT, until: 'soon' }, 'ERR_ARGUMENT_INVALID'],
    ['a day that nobody means', { email: PARENT, until: '2130-01-01' }, 'ERR_ARGUMENT_INVALID'],
    ['a misspelt member', { email: PARENT, untill: until }, 'ERR_ARGUMENT_INVALID'],
  ])('with %s for a guardian is refused, and nothing is issued', async (_, wrong, code) => {
    const t = await testService()
    const recipient = { ...kim, guardian: wrong as typeof guardian }
    expect(await codeOf(() => t.service.issue({ draft, recipient }))).toBe(code)
    expect((await t.service.list()).badges).toEqual([])
    expect(
      (await t.service.issue({ draft, recipient: { ...kim, guardian: { ...guardian, until: '2027-02-09' } } })).stage,
    ).toBe('offered')
  })

  test.each([
    ['UTC', '2027-02-09', '2027-02-09T00:00:00Z'],
    ['Pacific/Auckland', '2027-02-09', '2027-02-09T00:00:00+13:00'],
    ['America/New_York', '2027-02-09T12:00:00+01:00', '2027-02-09T11:00:00.000Z'],
  ])('comes of age by the days of the issuer: %s, %s', async (timeZone, given, begins) => {
    const t = await testService({ timeZone })
    await t.service.guardians.name({ email: kim.email, guardian: { email: PARENT, until: given } })
    const ask = () => t.service.guardians.get({ email: kim.email })
    expect((await ask())?.until).toBe(begins)
    t.clock.pass(Date.parse(begins) - t.clock.now - 1000)
    expect(await ask()).not.toBeNull()
    t.clock.pass(1000)
    expect(await ask()).toBeNull()
  })

  test('whose mail waited when the consent was withdrawn gets it with the next one, and not before', async () => {
    const t = await testService()
    await issue(t)
    const token = await linkOf(t)
    await answer(t, token, 'badges', true)
    await answer(t, token, 'badges', false)
    await t.service.mail.deliver()
    expect(mailsTo(t, kim.email)).toEqual([])
    await answer(t, token, 'badges', true)
    await t.service.mail.deliver()
    expect(mailsTo(t, kim.email)).toHaveLength(1)
  })

  test('under another address has the same guardian', async () => {
    const t = await testService()
    const { id } = await issue(t)
    await answer(t, await linkOf(t), 'badges', false)
    await t.service.resend({ badgeId: id, email: 'kim.doe@learner.example' })
    await t.service.mail.deliver()
    expect(mailsTo(t, 'kim.doe@learner.example')).toEqual([])
    const { token } = await t.service.createClaimLink({ badgeId: id })
    expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_CONSENT_NEEDED')
  })

  test('in a batch: a row names its guardian, also where the badge was given before; a misspelt one is refused', async () => {
    const t = await testService()
    const row = (email: string, more: object = {}) => ({ email, ...more }) as { email: string }
    const rows = [
      row(kim.email),
      row('robin@learner.example', { guardian }),
      row('a@learner.example', { gaurdian: guardian }),
    ]
    const first = await t.service.batches.issue({ draft, rows })
    expect(first.outcomes.map(({ status }) => status)).toEqual(['issued', 'issued', 'refused'])
    await t.service.mail.deliver()
    expect([mailsTo(t, kim.email).length, mailsTo(t, 'robin@learner.example').length]).toEqual([1, 0])
    const again = await t.service.batches.issue({ draft, rows: [row(kim.email, { guardian })] })
    expect(again.outcomes.map(({ status }) => status)).toEqual(['already'])
    expect(await t.service.guardians.get({ email: kim.email })).toMatchObject({ guardian, answers: {} })
  })
})

describe('the link of a guardian', () => {
  test('is for one child', async () => {
    const t = await testService()
    await issue(t)
    const token = await linkOf(t)
    const sibling = { email: 'robin@learner.example', name: 'Robin Doe', guardian }
    const { id } = await t.service.issue({ draft, recipient: sibling })
    const siblings = await linkOf(t)
    expect(await t.service.guardians.look(token)).toMatchObject({ child: 'Kim Doe' })
    expect(JSON.stringify(await t.service.guardians.look(token))).not.toContain('Robin')
    await answer(t, token, 'badges', true)
    const { token: claim } = await t.service.createClaimLink({ badgeId: id })
    expect(await codeOf(() => t.service.claims.claim({ token: claim }))).toBe('ERR_CONSENT_NEEDED')
    expect(await t.service.guardians.look(siblings)).toMatchObject({ child: 'Robin Doe', answers: {} })
  })

  test('works until another guardian is named, whose own decision it takes', async () => {
    const t = await testService()
    const { own, token } = await published(t)
    await t.service.guardians.name({ email: kim.email, guardian: { email: 'other@home.example', until } })
    expect(await t.service.guardians.look(token)).toBe('gone')
    expect(await codeOf(() => answer(t, token, 'badges', true))).toBe('ERR_TOKEN_EXPIRED')
    expect(await t.service.sharing.view({ badgeId: own.badgeId })).toBeNull()
    await answer(t, await linkOf(t, 'other@home.example'), 'badges', true)
    // Naming the same one again takes nothing away.
    await t.service.guardians.name({ email: kim.email, guardian: { email: 'other@home.example', until } })
    expect((await t.service.people.badges(own.personId)).length).toBe(1)
  })

  test('does not go out to an address that was corrected before the mail left', async () => {
    const t = await testService()
    await t.service.guardians.name({
      email: kim.email,
      name: kim.name,
      guardian: { email: 'wrong@home.example', until },
    })
    await issue(t)
    await t.service.mail.deliver()
    expect([mailsTo(t, 'wrong@home.example').length, mailsTo(t, PARENT).length]).toEqual([0, 1])
  })

  test('is not for showing before having', async () => {
    const t = await testService()
    await issue(t)
    const token = await linkOf(t)
    expect(await codeOf(() => answer(t, token, 'publishing', true))).toBe('ERR_STAGE_INVALID')
    await answer(t, token, 'badges', true)
    expect((await answer(t, token, 'publishing', true)).answers.publishing?.given).toBe(true)
  })
})

describe('a decision', () => {
  test('is kept: what, who, when, by whom, and the digest of the text; no address', async () => {
    const t = await testService()
    const { own, token } = await published(t)
    await answer(t, token, 'badges', false)
    const consents = (await t.service.people.consents(own.personId)).filter((row) => row.guardian !== undefined)
    const at = new Date(START).toISOString()
    const row = (purpose: string, given: boolean) => ({ purpose, given, textVersion: '2026-1', at })
    const wanted = [row('badges', true), row('publishing', true), row('badges', false), row('publishing', false)]
    expect(consents).toHaveLength(4)
    for (const each of wanted) expect(consents).toContainEqual(expect.objectContaining(each))
    const first = consents.find(({ purpose, given }) => purpose === 'badges' && given)?.guardian
    expect(first).toMatchObject({ textDigest: sha256Hex('May Kim have badges?'), via: 'mail' })
    expect(first?.issuers).toHaveLength(1)
    expect(JSON.stringify(consents)).not.toContain('@')
    expect(t.events.filter((type) => type.startsWith('consent') || type.startsWith('guardian'))).toEqual([
      'guardian-named',
      'consent-given',
      'consent-given',
      'consent-withdrawn',
      'consent-withdrawn',
    ])
  })

  test('to withdraw ends sessions and links, and what was hidden does not come back with age', async () => {
    const t = await testService()
    const { own, token } = await published(t)
    const session = await t.service.people.startSession(own.personId)
    const share = await t.service.sharing.createLink(own)
    expect(await t.service.people.session(session.token)).not.toBeNull()
    await answer(t, token, 'badges', false)
    expect(await t.service.people.session(session.token)).toBeNull()
    expect(await t.service.sharing.viewLink({ token: share.token })).toBe('gone')
    t.clock.pass(400 * DAY)
    expect(await t.service.sharing.view({ badgeId: own.badgeId })).toBeNull()
    expect(await t.service.sharing.viewLink({ token: share.token })).toBe('gone')
    expect(await t.service.guardians.look(token)).toBe('gone')
    // The learner decides now.
    await t.service.sharing.setVisibility({ ...own, visibility: 'public' })
    expect(await t.service.sharing.view({ badgeId: own.badgeId })).toMatchObject({ through: 'public' })
  })

  test('to withdraw showing alone leaves the badges in the account', async () => {
    const t = await testService()
    const { own, token } = await published(t)
    await answer(t, token, 'publishing', false)
    expect(await t.service.sharing.view({ badgeId: own.badgeId })).toBeNull()
    expect(await t.service.sharing.view({ badgeId: own.badgeId, viewer: own })).toMatchObject({ through: 'owner' })
    expect(await codeOf(() => t.service.sharing.setVisibility({ ...own, visibility: 'public' }))).toBe(
      'ERR_CONSENT_NEEDED',
    )
    expect((await t.service.sharing.setVisibility({ ...own, visibility: 'private' })).visibility).toBe('private')
  })

  test('that comes between the look of a claim and its commit counts', async () => {
    const t = await testService()
    await issue(t)
    const token = await linkOf(t)
    await answer(t, token, 'badges', true)
    const claim = tokenIn(await t.mailTo(kim.email), 'claim')
    // The first commit of the claim finds that the guardian has withdrawn in the meantime.
    const { commit } = t.storage as StorageAdapter
    let isFirst = true
    ;(t.storage as { commit: StorageAdapter['commit'] }).commit = async (changes) => {
      if (isFirst) {
        isFirst = false
        await answer(t, token, 'badges', false)
      }
      return commit.call(t.storage, changes)
    }
    expect(await codeOf(() => t.service.claims.claim({ token: claim }))).toBe('ERR_CONSENT_NEEDED')
  })

  test('goes with the guardian who is erased, and everything closes until another one is named', async () => {
    const t = await testService()
    const { own, token } = await published(t)
    await t.service.privacy.eraseEmail({ email: PARENT })
    expect(await dump(t.storage)).not.toContain(PARENT)
    expect(await t.service.guardians.look(token)).toBeNull()
    expect(await t.service.sharing.view({ badgeId: own.badgeId })).toBeNull()
    expect(await codeOf(() => t.service.people.startSession(own.personId))).toBe('ERR_CONSENT_NEEDED')
    expect(await codeOf(() => t.service.guardians.createLink({ email: kim.email }))).toBe('ERR_RECORD_NOT_FOUND')
    await t.service.guardians.name({ email: kim.email, guardian })
    await answer(t, await linkOf(t), 'badges', true)
    expect(await t.service.people.badges(own.personId)).toHaveLength(1)
  })

  test('goes with the child who is erased', async () => {
    const t = await testService()
    const { own } = await published(t)
    expect((await t.service.privacy.export(own.personId)).guardians).toMatchObject([{ email: PARENT, until }])
    await t.service.privacy.erase({ personId: own.personId })
    const left = await dump(t.storage)
    for (const text of [PARENT, kim.email, 'Kim Doe']) expect(left).not.toContain(text)
  })
})

describe('an account beside that of the child', () => {
  const OTHER = 'kim@other.example'

  /** Claims a badge of the child with the consent to have it, signed in to an account with another address. */
  async function claimedElsewhere(t: TestService) {
    const { id } = await issue(t)
    const token = await linkOf(t)
    await answer(t, token, 'badges', true)
    const { id: personId } = await t.service.people.fromSession({ subject: 'other', emails: [OTHER] })
    const offer = tokenIn(await t.mailTo(kim.email), 'claim')
    await t.service.claims.claim({ token: offer, viewer: { personId } })
    return { token, own: { badgeId: id, personId } }
  }

  test('does not show there what a guardian has withdrawn, and has its other badges', async () => {
    const t = await testService()
    const { token, own } = await claimedElsewhere(t)
    t.clock.pass(DAY)
    const mine = await t.service.issue({ draft, recipient: { email: OTHER } })
    const ids = async () => (await t.service.people.badges(own.personId)).map(({ id }) => id)
    expect(await ids()).toEqual([mine.id, own.badgeId])
    await answer(t, token, 'badges', false)
    expect(await ids()).toEqual([mine.id])
    const { badges, files } = await t.service.privacy.export(own.personId)
    expect(badges.map(({ record }) => record.id)).toEqual([mine.id])
    expect(files.filter(({ name }) => name.includes(own.badgeId))).toEqual([])
  })

  test('cannot show the badge once the account of the child was erased, until the child comes of age', async () => {
    const t = await testService()
    const { own } = await claimedElsewhere(t)
    const child = await t.service.people.fromSession({ subject: 'kim', emails: [kim.email] })
    await t.service.privacy.erase({ personId: child.id })
    const show = () => t.service.sharing.setVisibility({ ...own, visibility: 'public' })
    expect(await codeOf(show)).toBe('ERR_CONSENT_NEEDED')
    expect(await dump(t.storage)).not.toContain(PARENT)
    t.clock.pass(400 * DAY)
    expect((await show()).visibility).toBe('public')
  })

  test('does not take the address of a child out of an account that stays', async () => {
    const t = await testService()
    await t.service.guardians.name({ email: kim.email, guardian })
    const token = await linkOf(t)
    await answer(t, token, 'badges', true)
    const child = await t.service.people.fromSession({ subject: 'kim', emails: [kim.email, OTHER] })
    const { id: personId } = await t.service.people.fromSession({ subject: 'third', emails: ['kim@third.example'] })
    await t.service.people.addEmail({ personId, email: kim.email })
    const proof = tokenIn(await t.mailTo(kim.email), 'address')
    await answer(t, token, 'badges', false)
    expect(await codeOf(() => t.service.people.confirmEmail({ token: proof }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => t.service.people.badges(child.id))).toBe('ERR_CONSENT_NEEDED')
    t.clock.pass(400 * DAY)
    await t.service.people.addEmail({ personId, email: kim.email })
    const later = tokenIn(await t.mailTo(kim.email), 'address')
    expect((await t.service.people.confirmEmail({ token: later })).id).toBe(personId)
  })
})

test('the guardianship goes a while after the learner came of age', async () => {
  const t = await testService()
  await issue(t)
  await t.service.tick()
  t.clock.pass(431 * DAY)
  await t.service.tick()
  expect(await t.service.guardians.get({ email: kim.email })).toBeNull()
  const { records } = await t.storage.query({ collection: 'guardianships', limit: 10 })
  expect(records).toEqual([])
})
