import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import type { BadgeRecord } from '../../src/service/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, dump, type TestService, testService, tokenIn } from './service.js'

const kim = { email: 'kim@example.org', name: 'Kim Lee' }
const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))

/** What a verifier says who fetches the status list this moment. */
async function verdict(t: TestService, badge: BadgeRecord, credential: object | Uint8Array = badge.credential) {
  const list = await t.service.status.publish(badge.status.listId)
  const { statusListCredential } = badge.credential.credentialStatus as unknown as { statusListCredential: string }
  const documents = { [statusListCredential]: JSON.stringify(list?.credential) }
  const result = await verifyCredential(credential as object, { documents, now: new Date(t.clock.now) })
  return { outcome: result.outcome, codes: result.problems.map(({ code }) => code) }
}

async function claimed(t: TestService, more: object = {}, input: object = {}) {
  const badge = await t.service.issue({ draft: { ...draft, ...more }, recipient: kim, ...input })
  return { ...(await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })), first: badge }
}

describe('issuing', () => {
  test.each(['', ' ', '\u3164', '\u2800\u2800'])('a recipient called %j has no name', async (name) => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: { email: kim.email, name }, offer: false })
    expect(badge.recipient.name).toBeUndefined()
    expect(JSON.stringify(badge.credential.credentialSubject)).not.toContain('"identityType":"name"')
  })

  test('gives every badge a status entry that is published at once', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim, offer: false })
    expect(badge.stage).toBe('issued')
    expect(badge.credential.credentialStatus).toMatchObject({
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListCredential: `https://badges.example/app/status/${badge.status.listId}`,
    })
    expect(await verdict(t, badge)).toEqual({ outcome: 'verified', codes: [] })
    expect(await t.service.status.publish('nothing')).toBeNull()
    expect(await t.service.status.publish('../x')).toBeNull()
  })

  test('with the same key twice, and at once, issues one badge', async () => {
    const t = await testService()
    const issue = () => t.service.issue({ draft, recipient: kim, idempotencyKey: 'row:1' })
    const badges = await Promise.all([issue(), issue(), issue()])
    badges.push(await issue())
    expect(new Set(badges.map(({ id }) => id)).size).toBe(1)
    expect((await t.service.list()).badges).toHaveLength(1)
    await t.service.mail.deliver()
    expect(t.sent).toHaveLength(1)
  })

  test.each([
    ['an address without an @', { recipient: { email: 'not an address' } }, 'ERR_ADDRESS_INVALID'],
    [
      'an address with a header',
      { recipient: { email: 'kim@example.org\r\nBcc: x@example.org' } },
      'ERR_ADDRESS_INVALID',
    ],
    ['two addresses', { recipient: { email: 'a@b, c@d' } }, 'ERR_ADDRESS_INVALID'],
    ['a local part that is too long', { recipient: { email: `${'a'.repeat(65)}@example.org` } }, 'ERR_ADDRESS_INVALID'],
    ['a domain with an empty label', { recipient: { email: 'kim@exa..mple.org' } }, 'ERR_ADDRESS_INVALID'],
    ['a name of two lines', { recipient: { ...kim, name: 'Kim\nLee' } }, 'ERR_ARGUMENT_INVALID'],
    ['a name that is too long', { recipient: { ...kim, name: 'x'.repeat(201) } }, 'ERR_ARGUMENT_INVALID'],
    ['a locale that is not a tag', { recipient: { ...kim, locale: 'not a tag!' } }, 'ERR_ARGUMENT_INVALID'],
    ['a picture of another format', { picture: new Uint8Array([1, 2, 3]) }, 'ERR_FORMAT_UNKNOWN'],
    ['a picture that is too large', { picture: new Uint8Array(limits.pictureBytes + 1) }, 'ERR_LIMIT_EXCEEDED'],
    ['an idempotency key with a blank', { idempotencyKey: 'a b' }, 'ERR_ARGUMENT_INVALID'],
    ['a draft that is not complete', { draft: { ...draft, achievement: { name: 'x' } } }, 'ERR_DRAFT_INVALID'],
  ])('%s is refused, and leaves nothing behind', async (_, wrong, code) => {
    const t = await testService()
    expect(await codeOf(() => t.service.issue({ draft, recipient: kim, ...wrong } as never))).toBe(code)
    expect(await dump(t.storage)).not.toMatch(/^(badges|outbox|tokens|status-counters|blobs) /m)
  })

  test('an address in an unusual spelling, or in other letters, is kept as it is', async () => {
    const t = await testService()
    for (const [email, kept] of [
      [' Kim.Lee+x@EXAMPLE.org ', 'Kim.Lee+x@example.org'],
      ['kö@müller.example', 'kö@müller.example'],
    ]) {
      expect((await t.service.issue({ draft, recipient: { email: email ?? '' } })).recipient.email).toBe(kept)
    }
  })

  test('when a list is full, the next begins; no index is handed out twice, by several services at once', async () => {
    const t = await testService({ statusListLength: 131_072 })
    const { service: other } = await testService({ storage: t.storage })
    const issue = (service: typeof t.service, i: number) =>
      service.issue({ draft, recipient: { email: `p${i}@example.org` }, offer: false })
    const first = await Promise.all(Array.from({ length: 40 }, (_, i) => issue(i % 2 ? t.service : other, i)))
    const listId = first[0]?.status.listId ?? ''
    const counter = await t.storage.get('status-counters', listId)
    await t.storage.commit([
      {
        collection: 'status-counters',
        key: listId,
        expectedVersion: counter?.version ?? 0,
        value: { schemaVersion: 1, next: 131_070 },
      },
    ])
    const { service: third } = await testService({ storage: t.storage })
    const later: BadgeRecord[] = []
    for (let i = 0; i < 5; i++) later.push(await issue(third, 100 + i))
    const places = [...first, ...later].map(({ status }) => `${status.listId} ${status.index}`)
    expect(new Set(places).size).toBe(45)
    expect(later.map(({ status }) => status.listId.slice(-2))).toEqual(['-1', '-1', '-2', '-2', '-2'])
  })
})

describe('revoking, suspending, replacing', () => {
  test('a revocation shows at the next look at the list, also in an image that was baked before', async () => {
    const t = await testService()
    const { badge } = await claimed(t, {}, { picture })
    const image = (await t.service.image(badge.id))?.bytes ?? new Uint8Array()
    expect(await verdict(t, badge, image)).toEqual({ outcome: 'verified', codes: [] })
    await t.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
    await t.service.revoke({ badgeId: badge.id, reason: 'Again' })
    expect(await verdict(t, badge, image)).toEqual({ outcome: 'failed', codes: ['ERR_STATUS_REVOKED'] })
    expect((await t.service.history(badge.id)).filter(({ type }) => type === 'revoked')).toHaveLength(1)
    expect((await t.service.get(badge.id))?.revocationReason).toBe('Mistake')
    expect((await t.mailTo(kim.email)).text).toContain('Mistake')
    const published = await t.service.status.publish(badge.status.listId)
    expect(published).toMatchObject({ credential: { credentialSubject: { ttl: 5000 } } })
  })

  test('parallel revocations lose no bit', async () => {
    const t = await testService()
    const badges: BadgeRecord[] = []
    for (let i = 0; i < 12; i++)
      badges.push(await t.service.issue({ draft, recipient: { email: `p${i}@example.org` } }))
    await Promise.all(badges.map(({ id: badgeId }) => t.service.revoke({ badgeId, reason: 'Mistake', notify: false })))
    for (const badge of badges) expect((await verdict(t, badge)).codes).toEqual(['ERR_STATUS_REVOKED'])
  })

  test('a suspension can be lifted, where the badge was issued for that', async () => {
    const t = await testService()
    const { badge } = await claimed(t, {}, { statusPurpose: 'suspension' })
    await t.service.suspend({ badgeId: badge.id, reason: 'Under review' })
    expect((await verdict(t, badge)).outcome).toBe('failed')
    expect((await t.service.get(badge.id))?.suspended).toBe(true)
    await t.service.reinstate({ badgeId: badge.id })
    expect((await verdict(t, badge)).outcome).toBe('verified')
    const other = await t.service.issue({ draft, recipient: { email: 'lou@example.org' } })
    expect(await codeOf(() => t.service.suspend({ badgeId: other.id }))).toBe('ERR_STATUS_PURPOSE')
  })

  test.each([true, false])('whose name is corrected is as suspended as before: %s', async (isSuspended) => {
    const t = await testService()
    const { badge } = await claimed(t, {}, { statusPurpose: 'suspension' })
    if (isSuspended) await t.service.suspend({ badgeId: badge.id })
    const { badge: fresh } = await t.service.correctName({ badgeId: badge.id, name: 'Kim M. Lee' })
    expect(fresh).toMatchObject({ stage: 'claimed', suspended: isSuspended })
    expect((await verdict(t, fresh)).codes).toEqual(isSuspended ? ['ERR_STATUS_REVOKED'] : [])
    await t.service.reinstate({ badgeId: fresh.id })
    expect((await verdict(t, fresh)).outcome).toBe('verified')
  })

  test.each([true, false])('whose address is corrected is as suspended as before: %s', async (isSuspended) => {
    const t = await testService()
    const { id: badgeId } = await t.service.issue({ draft, recipient: kim, statusPurpose: 'suspension' })
    if (isSuspended) await t.service.suspend({ badgeId })
    const moved = await t.service.resend({ badgeId, email: 'kim.lee@example.org' })
    expect(moved.suspended).toBe(isSuspended)
    expect((await verdict(t, moved)).codes).toEqual(isSuspended ? ['ERR_STATUS_REVOKED'] : [])
    await t.service.reinstate({ badgeId })
    expect((await verdict(t, moved)).outcome).toBe('verified')
  })

  test('a corrected name: the new badge is where the old one was, the old page says what took its place', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t, {}, { picture })
    await t.service.sharing.setVisibility({ badgeId: badge.id, personId: person.id, visibility: 'public' })
    const { old, badge: fresh } = await t.service.correctName({ badgeId: badge.id, name: 'Kim M. Lee' })
    expect(old).toMatchObject({ stage: 'replaced', replacedBy: fresh.id })
    expect(fresh).toMatchObject({ stage: 'claimed', visibility: 'public', replaces: old.id, personId: person.id })
    expect(await t.service.sharing.view({ badgeId: old.id })).toMatchObject({ stage: 'replaced', replacedBy: fresh.id })
    expect((await verdict(t, old)).codes).toEqual(['ERR_STATUS_REVOKED'])
    expect((await verdict(t, fresh, (await t.service.image(fresh.id))?.bytes)).outcome).toBe('verified')
    const names = JSON.stringify([badge.credential.credentialSubject, fresh.credential.credentialSubject])
    expect(names).toContain('Kim M. Lee')
    expect(fresh.credential.credentialSubject).toMatchObject({
      achievement: (badge.credential.credentialSubject as { achievement: object }).achievement,
    })
    expect(fresh.achievementId).toBe(old.achievementId)
    expect((await t.mailTo(kim.email)).subject).toContain('corrected')
    expect(await codeOf(() => t.service.correctName({ badgeId: old.id, name: 'X' }))).toBe('ERR_STAGE_INVALID')
  })

  test('one that has expired since it was claimed is renewed for its owner', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t, { validUntil: new Date(t.clock.now + DAY) })
    t.clock.pass(2 * DAY)
    await t.service.tick()
    const { badge: fresh } = await t.service.replace({ badgeId: badge.id, draft })
    expect(fresh).toMatchObject({ stage: 'claimed', personId: person.id, replaces: badge.id })
    expect((await t.mailTo(kim.email)).text).toContain(`/b/${fresh.id}`)
  })

  test('who has a suspended badge is told that it was revoked', async () => {
    const t = await testService()
    const { badge } = await claimed(t, {}, { statusPurpose: 'suspension' })
    await t.service.suspend({ badgeId: badge.id })
    await t.service.revoke({ badgeId: badge.id, reason: 'Forged transcript' })
    expect((await t.mailTo(kim.email)).text).toContain('Forged transcript')
  })

  test('of a badge that is private, the one in its place is not revealed', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    await t.service.sharing.setVisibility({ badgeId: badge.id, personId: person.id, visibility: 'public' })
    const { badge: fresh } = await t.service.correctName({ badgeId: badge.id, name: 'K. Lee' })
    await t.service.sharing.setVisibility({ badgeId: fresh.id, personId: person.id, visibility: 'private' })
    expect(await t.service.sharing.view({ badgeId: badge.id })).not.toHaveProperty('replacedBy')
  })

  test('a badge is expired from its very moment, whether anybody has noticed or not', async () => {
    const t = await testService()
    const validUntil = new Date(t.clock.now + DAY)
    const { badge, person } = await claimed(t, { validUntil })
    await t.service.sharing.setVisibility({ badgeId: badge.id, personId: person.id, visibility: 'public' })
    t.clock.pass(DAY)
    expect(await t.service.sharing.view({ badgeId: badge.id })).toMatchObject({ stage: 'claimed' })
    expect((await verdict(t, badge)).codes).toEqual([])
    t.clock.pass(1000)
    expect(await t.service.sharing.view({ badgeId: badge.id })).toMatchObject({ stage: 'expired' })
    expect((await t.service.tick()).expired).toBe(1)
    expect((await t.service.get(badge.id))?.stage).toBe('expired')
    expect((await verdict(t, badge)).codes).toContain('ERR_EXPIRED')
  })
})

describe('rules that accept by themselves', () => {
  const second = { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } }

  async function withRule(rule: object = {}) {
    const t = await testService()
    const { badge, person } = await claimed(t)
    await t.service.people.addRule({ personId: person.id, issuerId: badge.issuerId, ...rule })
    return { t, badge, person }
  }

  test('a new badge is claimed and private, its owner is told, and can take it back', async () => {
    const { t, person } = await withRule()
    const badge = await t.service.issue({ draft: second, recipient: kim })
    expect(badge).toMatchObject({ stage: 'claimed', visibility: 'private', personId: person.id })
    const mail = await t.mailTo(kim.email)
    expect(mail.subject).toContain('was added')
    const token = tokenIn(mail, 'undo')
    expect((await t.service.claims.lookUndo(token))?.kind).toBe('auto-accept')
    const { badge: declined } = await t.service.claims.undo({ token })
    expect(declined.stage).toBe('declined')
    expect(declined).not.toHaveProperty('personId')
  })

  test.each([
    [
      'removed',
      async (t: TestService, personId: string, issuerId: string) =>
        void (await t.service.people.removeRule({ personId, issuerId })),
    ],
    ['over', async (t: TestService) => t.clock.pass(3 * DAY)],
  ])('a rule that is %s accepts nothing', async (_, end) => {
    const { t, badge, person } = await withRule({ until: new Date(Date.UTC(2026, 0, 7)).toISOString() })
    await end(t, person.id, badge.issuerId)
    expect((await t.service.issue({ draft: second, recipient: kim })).stage).toBe('offered')
  })

  test('a rule for other types, other issuers, other addresses, or on first contact accepts nothing', async () => {
    const types = await withRule({ achievementTypes: ['Diploma'] })
    expect((await types.t.service.issue({ draft: second, recipient: kim })).stage).toBe('offered')
    const { t, person } = await withRule()
    expect((await t.service.issue({ draft: second, recipient: { email: 'lou@example.org' } })).stage).toBe('offered')
    const fresh = await testService()
    const newcomer = await fresh.service.people.fromSession({ subject: 'kim', emails: [kim.email] })
    const { issuerId } = await fresh.service.issue({ draft, recipient: { email: 'x@example.org' }, offer: false })
    await fresh.service.people.addRule({ personId: newcomer.id, issuerId })
    expect((await fresh.service.issue({ draft: second, recipient: kim })).stage).toBe('offered')
    expect((await t.service.people.rules(person.id)).length).toBe(1)
  })
})

describe('batches', () => {
  const rows = Array.from({ length: 7 }, (_, i) => ({ email: `p${i}@example.org`, name: `Person ${i}` }))

  test('each row is an outcome; wrong ones hold up nothing; the same again issues nothing anew', async () => {
    const t = await testService()
    const input = { id: 'b1', draft, rows: [...rows, { email: 'nonsense' }, rows[0] as never], picture }
    const first = await t.service.batches.issue(input)
    expect(first.outcomes.map(({ status }) => status)).toEqual([...rows.map(() => 'issued'), 'refused', 'already'])
    expect(first.outcomes[7]).toMatchObject({ row: 8, code: 'ERR_ADDRESS_INVALID' })
    expect(first.batch).toMatchObject({ stage: 'done', rows: 9, issued: 8, refused: 1 })
    const second = await t.service.batches.issue(input)
    expect(second.outcomes.filter(({ status }) => status === 'issued')).toEqual([])
    expect((await t.service.list({ batchId: 'b1' })).badges).toHaveLength(7)
    const other = await t.service.batches.issue({ ...input, id: 'b2' })
    expect(other.outcomes.filter(({ status }) => status === 'issued')).toEqual([])
    expect((await t.service.batches.list()).batches.map(({ id }) => id)).toEqual(['b2', 'b1'])
  })

  test('a dry run says what would happen and writes nothing', async () => {
    const t = await testService()
    const { outcomes } = await t.service.batches.issue({ draft, rows: [...rows, { email: '' }], dryRun: true })
    expect(outcomes.map(({ status }) => status)).toEqual([...rows.map(() => 'checked'), 'refused'])
    expect(await dump(t.storage)).not.toMatch(/^(badges|batches|outbox|status-counters) /m)
  })

  test('undoing revokes all of it and stops mail that was not sent yet', async () => {
    const t = await testService()
    const { outcomes } = await t.service.batches.issue({ id: 'b1', draft, rows })
    await t.service.mail.deliver({ n: 3 })
    const undone = await t.service.batches.undo({ batchId: 'b1' })
    expect(undone).toMatchObject({ revoked: 7, batch: { stage: 'undone' } })
    await t.service.mail.deliver()
    expect(t.sent).toHaveLength(3)
    for (const outcome of outcomes) {
      const badge = await t.service.get('badgeId' in outcome ? outcome.badgeId : '')
      expect((await verdict(t, badge as BadgeRecord)).codes).toEqual(['ERR_STATUS_REVOKED'])
    }
    expect(await t.service.batches.undo({ batchId: 'b1' })).toMatchObject({ revoked: 0 })
    expect(await codeOf(() => t.service.batches.issue({ id: 'b1', draft, rows }))).toBe('ERR_STAGE_INVALID')
    expect(await codeOf(() => t.service.batches.undo({ batchId: 'none' }))).toBe('ERR_RECORD_NOT_FOUND')
  })

  test('who declined is not asked again by a later batch', async () => {
    const t = await testService()
    await t.service.batches.issue({ id: 'b1', draft, rows: rows.slice(0, 1) })
    await t.service.claims.decline({ token: tokenIn(await t.mailTo('p0@example.org'), 'claim') })
    const { outcomes } = await t.service.batches.issue({ id: 'b2', draft, rows: rows.slice(0, 1) })
    expect(outcomes.map(({ status }) => status)).toEqual(['already'])
  })
})

describe('people', () => {
  test('several addresses: badges to any of them come together; an address goes where it was shown last', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    await t.service.people.addEmail({ personId: person.id, email: 'kim@work.example' })
    const both = await t.service.people.confirmEmail({
      token: tokenIn(await t.mailTo('kim@work.example'), 'address'),
    })
    expect(both.emails.map(({ email }) => email)).toEqual([kim.email, 'kim@work.example'])
    t.clock.pass(1)
    await t.service.issue({ draft, recipient: { email: 'kim@work.example' } })
    expect(await t.service.people.badges(person.id)).toHaveLength(2)
    await t.service.mail.deliver()
    await t.service.people.sendLinks({ email: 'KIM@work.example' })
    expect((await t.service.people.signIn({ token: tokenIn(await t.mailTo('KIM@work.example'), 'sign-in') })).id).toBe(
      person.id,
    )
    const lou = await t.service.people.fromSession({ subject: 'lou', emails: ['lou@example.org'] })
    await t.service.people.addEmail({ personId: lou.id, email: 'kim@work.example' })
    await t.service.people.confirmEmail({ token: tokenIn(await t.mailTo('kim@work.example'), 'address') })
    expect((await t.service.people.get(person.id))?.emails.map(({ email }) => email)).toEqual([kim.email])
    expect(await codeOf(() => t.service.people.removeEmail({ personId: person.id, email: kim.email }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(await codeOf(() => t.service.people.removeEmail({ personId: person.id, email: 'x@example.org' }))).toBe(
      'ERR_RECORD_NOT_FOUND',
    )
    expect((await t.service.people.removeEmail({ personId: lou.id, email: 'lou@example.org' })).emails).toHaveLength(1)
  })

  test('a sign-in link works once, for an hour; sessions end', async () => {
    const t = await testService()
    await t.service.issue({ draft, recipient: kim })
    await t.service.mail.deliver()
    await t.service.people.sendLinks({ email: kim.email, locale: 'ja' })
    const mail = await t.mailTo(kim.email)
    expect(mail.subject).toBe('あなたのバッジ')
    const token = tokenIn(mail, 'sign-in')
    const person = await t.service.people.signIn({ token })
    expect(await codeOf(() => t.service.people.signIn({ token }))).toBe('ERR_TOKEN_USED')
    expect((await t.service.people.badges(person.id)).map(({ stage }) => stage)).toEqual(['offered'])
    const session = await t.service.people.startSession(person.id)
    expect((await t.service.people.session(session.token))?.id).toBe(person.id)
    await t.service.people.endSession(session.token)
    expect(await t.service.people.session(session.token)).toBeNull()
    const other = await t.service.people.startSession(person.id)
    t.clock.pass(12 * 3_600_000)
    expect(await t.service.people.session(other.token)).toBeNull()
  })
})
