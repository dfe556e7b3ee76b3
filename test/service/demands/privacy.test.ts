import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folderMail } from '../../../src/adapters/mail/folder.js'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { jcs } from '../../../src/internal/jcs.js'
import { sha256Hex } from '../../../src/internal/sha256.js'
import type { StorageAdapter } from '../../../src/service/index.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { codeOf } from '../../support/codes.js'
import { DAY, draft, dump, type TestService, testService, tokenIn } from '../service.js'

const kim = { email: 'kim.lee@example.org', name: 'Kim Lee' }
const picture = new Uint8Array(readFileSync(new URL('../../../examples/art/welder.png', import.meta.url)))

async function claimed(t: TestService, recipient: { email: string; name?: string } = kim, more: object = {}) {
  await t.service.issue({ draft: { ...draft, ...more }, recipient })
  const token = tokenIn(await t.mailTo(recipient.email), 'claim')
  return t.service.claims.claim({ token })
}

/** A storage that writes down what it is asked. */
function spied(storage: StorageAdapter): StorageAdapter & { calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    capabilities: storage.capabilities,
    get: (collection, key) => {
      calls.push(`get ${collection}`)
      return storage.get(collection, key)
    },
    commit: (changes) => {
      calls.push(`commit ${changes.map(({ collection }) => collection).join(' ')}`)
      return storage.commit(changes)
    },
    query: (query) => {
      calls.push(`query ${query.collection} ${query.index}`)
      return storage.query(query)
    },
    lease: (collection, options) => storage.lease(collection, options),
    close: () => storage.close(),
  }
}

describe('S5 (nobody finds out who has badges)', () => {
  test('"send me my links" does the same for known and unknown addresses, and mails only the known', async () => {
    const storage = spied(memoryStorage())
    const t = await testService({ storage })
    await claimed(t)
    const trace = async (email: string): Promise<{ calls: string[]; answer: unknown }> => {
      storage.calls.length = 0
      const answer = await t.service.people.sendLinks({ email })
      return { calls: [...storage.calls], answer }
    }
    const sent = t.sent.length
    const known = await trace(kim.email)
    const unknown = await trace('nobody@example.org')
    expect(known.calls.length).toBeGreaterThan(0)
    expect(unknown).toEqual(known)
    expect(t.sent).toHaveLength(sent) // queued, not awaited
    await t.service.mail.deliver()
    expect(t.sent.slice(sent).map(({ to }) => to.address)).toEqual([kim.email])
    const { maskedEmail } = (await t.service.people.lookSignIn(tokenIn(t.sent.at(-1) as never, 'sign-in'))) ?? {}
    expect(maskedEmail).toBe('k•••@e•••.org')
  })

  test('a private badge, an unknown one, an erased one and nonsense look the same, and read the same', async () => {
    const storage = spied(memoryStorage())
    const t = await testService({ storage })
    const { badge } = await claimed(t)
    const gone = await claimed(t, { email: 'gone@example.org' })
    await t.service.privacy.erase({ personId: gone.person.id })
    const trace = async (badgeId: string) => {
      storage.calls.length = 0
      const view = await t.service.sharing.view({ badgeId })
      return { view, calls: [...storage.calls] }
    }
    const unknown = await trace(badge.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')))
    expect(unknown.view).toBeNull()
    expect(await trace(badge.id)).toEqual(unknown)
    expect(await trace(gone.badge.id)).toEqual(unknown)
    expect((await trace('../../etc/passwd')).view).toBeNull()
  })

  test('a recovery that fits nothing ends like one that does', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    const [code = ''] = await t.service.people.createRecoveryCodes(person.id)
    const answers = await Promise.all([
      t.service.people.recover({ email: 'nobody@example.org', code, newEmail: 'new@example.org' }),
      t.service.people.recover({ email: kim.email, code: 'wrong', newEmail: 'new@example.org' }),
      t.service.people.recover({ email: kim.email, code, newEmail: 'new@example.org' }),
    ])
    expect(answers).toEqual([undefined, undefined, undefined])
    const mail = await t.mailTo('new@example.org')
    const back = await t.service.people.confirmRecovery({ token: tokenIn(mail, 'recovery') })
    expect(back.id).toBe(person.id)
    expect(back.emails.map(({ email }) => email)).toEqual([kim.email, 'new@example.org'])
    expect((await t.service.people.get(person.id))?.recoveryHashes).toHaveLength(9)
  })

  test('a wrong recovery reads the same for those who have an account and those who have none', async () => {
    const storage = spied(memoryStorage())
    const t = await testService({ storage })
    const { person } = await claimed(t)
    await t.service.people.createRecoveryCodes(person.id)
    const trace = async (email: string) => {
      storage.calls.length = 0
      await t.service.people.recover({ email, code: 'wrong', newEmail: 'new@example.org' })
      return [...storage.calls]
    }
    const known = await trace(kim.email)
    expect(known).toEqual(['get addresses', 'query tokens address', 'get people', 'get people'])
    expect(await trace('nobody@example.org')).toEqual(known)
  })

  test('whoever recovers an account ends the sessions of whoever was in it', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    const { token } = await t.service.people.startSession(person.id)
    const [code = ''] = await t.service.people.createRecoveryCodes(person.id)
    await t.service.people.recover({ email: kim.email, code, newEmail: 'new@example.org' })
    expect(await t.service.people.session(token)).not.toBeNull()
    await t.service.people.confirmRecovery({ token: tokenIn(await t.mailTo('new@example.org'), 'recovery') })
    expect(await t.service.people.session(token)).toBeNull()
  })

  test('whoever recovers an account ends the links by which others would come back into it', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    const [code = '', another = ''] = await t.service.people.createRecoveryCodes(person.id)
    const link = async (to: string, path: 'address' | 'recovery') => tokenIn(await t.mailTo(to), path)
    await t.service.people.addEmail({ personId: person.id, email: 'thief@example.org' })
    const added = await link('thief@example.org', 'address')
    await t.service.people.recover({ email: kim.email, code: another, newEmail: 'thief2@example.org' })
    const recovered = await link('thief2@example.org', 'recovery')
    await t.service.people.recover({ email: kim.email, code, newEmail: 'new@example.org' })
    await t.service.people.confirmRecovery({ token: await link('new@example.org', 'recovery') })
    expect(await codeOf(() => t.service.people.confirmEmail({ token: added }))).toBe('ERR_TOKEN_EXPIRED')
    expect(await codeOf(() => t.service.people.confirmRecovery({ token: recovered }))).toBe('ERR_TOKEN_EXPIRED')
    // What the owner asks for afterwards is theirs.
    await t.service.people.addEmail({ personId: person.id, email: 'mine@example.org' })
    const { emails } = await t.service.people.confirmEmail({ token: await link('mine@example.org', 'address') })
    expect(emails.map(({ email }) => email)).toEqual([kim.email, 'new@example.org', 'mine@example.org'])
  })

  test('a link that would give an address to an account says which, and to whom, in a mask', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    await t.service.people.addEmail({ personId: person.id, email: 'lou@example.org' })
    const token = tokenIn(await t.mailTo('lou@example.org'), 'address')
    expect(await t.service.people.lookEmail({ token, purpose: 'email' })).toEqual({
      maskedEmail: 'l•••@e•••.org',
      account: 'Kim Lee',
    })
    expect(await t.service.people.lookEmail({ token, purpose: 'recovery' })).toBeNull()
    await t.service.people.confirmEmail({ token })
    expect(await t.service.people.lookEmail({ token, purpose: 'email' })).toBeNull()
  })
})

describe('S6 (what comes too often has to wait)', () => {
  test('lets so many through, then says when there will be more; keeps no address or IP', async () => {
    const t = await testService()
    const take = () => t.service.limits.take({ key: '192.0.2.7', limit: 3, windowSeconds: 60 })
    const answers = await Promise.all(Array.from({ length: 8 }, take))
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(3)
    expect((await take()).retryAfterSeconds).toBe(60)
    expect((await t.service.limits.take({ key: '192.0.2.8', limit: 3, windowSeconds: 60 })).allowed).toBe(true)
    expect(await dump(t.storage)).not.toContain('192.0.2')
    t.clock.pass(60_000)
    expect((await take()).allowed).toBe(true)
  })
})

describe('S11 (no email where it was not chosen)', () => {
  test('not in a badge, its image, its views, its log, or anything that is told', async () => {
    const told: unknown[] = []
    const t = await testService({ onEvent: (event) => told.push(event), onError: (error) => told.push(error) })
    const { badge, person } = await claimed(t)
    await t.service.sharing.setVisibility({ badgeId: badge.id, personId: person.id, visibility: 'public' })
    const { token } = await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id })
    const withPicture = await t.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: kim,
      picture,
    })
    const list = await t.service.status.publish(badge.status.listId)
    const seen = [
      badge.credential,
      await t.service.sharing.view({ badgeId: badge.id }),
      await t.service.sharing.viewLink({ token }),
      await t.service.history(badge.id),
      Buffer.from((await t.service.image(withPicture.id))?.bytes ?? []).toString('latin1'),
      list,
      told,
    ]
    expect(told.length).toBeGreaterThan(5)
    for (const each of seen) {
      const text = JSON.stringify(each)
      expect(text.length).toBeGreaterThan(2)
      expect(text).not.toMatch(/kim\.lee|example\.org/i)
    }
  })

  test('S10 (no token is logged, emitted or part of an error)', async () => {
    const told: unknown[] = []
    const t = await testService({ onEvent: (event) => told.push(event), mailOutcome: () => ({ outcome: 'sent' }) })
    const badge = await t.service.issue({ draft, recipient: kim })
    const token = tokenIn(await t.mailTo(kim.email), 'claim')
    await t.service.claims.claim({ token })
    const failure = await t.service.claims.claim({ token }).catch((error: Error) => error)
    const text = JSON.stringify([told, await t.service.history(badge.id), String(failure), (failure as Error).stack])
    expect(text).not.toContain(token.slice(4))
    expect(text).not.toContain('kim.lee')
  })
})

describe('S13 (what was taken back is closed at once): links of the learner', () => {
  test('work until they are revoked, and one says nothing of the others', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    const link = { badgeId: badge.id, personId: person.id }
    const first = await t.service.sharing.createLink({ ...link, label: 'For Lou' })
    const second = await t.service.sharing.createLink(link)
    expect(await t.service.sharing.viewLink({ token: first.token })).toBeNull() // still private
    await t.service.sharing.setVisibility({ ...link, visibility: 'unlisted' })
    const view = await t.service.sharing.viewLink({ token: first.token })
    expect(view).toMatchObject({ badgeId: badge.id, through: 'link', isOwner: false })
    expect(JSON.stringify(view)).not.toContain(second.share.id)
    expect(await t.service.sharing.view({ badgeId: badge.id })).toBeNull()
    await t.service.sharing.revokeLink({ ...link, shareId: first.share.id })
    expect(await t.service.sharing.viewLink({ token: first.token })).toBe('gone')
    expect(await t.service.sharing.viewLink({ token: second.token })).toMatchObject({ through: 'link' })
    const links = await t.service.sharing.links(link)
    expect(links.map(({ revokedAt }) => revokedAt !== undefined).sort()).toEqual([false, true])
  })

  test('expire when their learner said', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    const link = { badgeId: badge.id, personId: person.id }
    await t.service.sharing.setVisibility({ ...link, visibility: 'unlisted' })
    const expiresAt = new Date(t.clock.now + DAY).toISOString()
    const { token } = await t.service.sharing.createLink({ ...link, expiresAt })
    t.clock.pass(DAY - 1)
    expect(await t.service.sharing.viewLink({ token })).toMatchObject({ through: 'link' })
    t.clock.pass(1)
    expect(await t.service.sharing.viewLink({ token })).toBe('gone')
    const past = { ...link, expiresAt: new Date(t.clock.now - 1).toISOString() }
    expect(await codeOf(() => t.service.sharing.createLink(past))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('of somebody else cannot be made, seen or revoked', async () => {
    const t = await testService()
    const { badge } = await claimed(t)
    const lou = await claimed(t, { email: 'lou@example.org' })
    const theirs = { badgeId: badge.id, personId: lou.person.id }
    const steps = [
      () => t.service.sharing.createLink(theirs),
      () => t.service.sharing.links(theirs),
      () => t.service.sharing.revokeLink({ ...theirs, shareId: 'x' }),
      () => t.service.sharing.setVisibility({ ...theirs, visibility: 'public' }),
      () => t.service.sharing.setDisplay({ ...theirs, allowed: true }),
    ]
    for (const step of steps) expect(await codeOf(step)).toBe('ERR_RECORD_NOT_FOUND')
  })
})

describe('S14 (links follow from the settings alone)', () => {
  test('every link begins with the base URL, prefix included', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    const { url } = await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id })
    const links = [url, ...t.sent.flatMap(({ text, html }) => `${text} ${html}`.match(/https?:\/\/[^\s"<]+/g) ?? [])]
    expect(links.length).toBeGreaterThan(2)
    for (const link of links) expect(link).toMatch(/^https:\/\/badges\.example\/app\//)
  })

  test.each([
    'badges.example',
    'ftp://badges.example',
    'https://badges.example/?a=b',
    'https://u:p@badges.example',
    '',
  ])('a base URL such as %j is refused', async (baseUrl) => {
    expect(await codeOf(() => testService({ baseUrl }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('S17 (the log only grows, and names people by ids)', () => {
  test('is only ever added to, in order, and names people by ids', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    await t.service.revoke({ badgeId: badge.id, reason: 'Kim Lee cheated' })
    const history = await t.service.history(badge.id)
    expect(history.map(({ type }) => type)).toEqual([
      'issued',
      'offered',
      'mail-sent',
      'opened',
      'accepted',
      'claimed',
      'revoked',
    ])
    expect(history.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(JSON.stringify(history)).not.toMatch(/Kim|example\.org|cheated/)
    await t.service.privacy.erase({ personId: person.id })
    const after = await t.service.history(badge.id)
    expect(after.slice(0, history.length)).toEqual(history)
    expect(after.at(-1)?.type).toBe('erased')
  })

  test('is forgotten when retention says so', async () => {
    const t = await testService({ retention: { eventDays: 10, tokenDays: 1, messageDays: 2 } })
    const { badge } = await claimed(t)
    t.clock.pass(40 * DAY)
    await t.service.tick()
    await t.service.tick()
    expect(await t.service.history(badge.id)).toEqual([])
    expect(await dump(t.storage)).not.toMatch(/^(tokens|outbox) /m)
    expect((await t.service.get(badge.id))?.stage).toBe('claimed')
  })
})

describe('privacy', () => {
  test('export: everything about one person, with badges that verify', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim, picture })
    const { person } = await t.service.claims.claim({
      token: tokenIn(await t.mailTo(kim.email), 'claim'),
      consent: { purpose: 'keep', textVersion: '2026-01' },
    })
    await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id })
    const all = await t.service.privacy.export(person.id)
    expect(all.badges.map(({ record }) => record.id)).toEqual([badge.id])
    expect(all.shares).toHaveLength(1)
    expect(all.consents).toMatchObject([{ purpose: 'keep', textVersion: '2026-01', given: true, badgeId: badge.id }])
    expect(all.messages).toMatchObject([{ kind: 'offer', state: 'sent' }])
    const list = await t.service.status.publish(badge.status.listId)
    const { statusListCredential } = badge.credential.credentialStatus as unknown as { statusListCredential: string }
    const documents = { [statusListCredential]: JSON.stringify(list?.credential) }
    const image = all.files.find(({ mediaType }) => mediaType === 'image/png')
    const result = await verifyCredential(image?.bytes ?? '', { documents, now: new Date(t.clock.now) })
    expect(result.outcome).toBe('verified')
  })

  test('export: also what happened to the account, what waits to be offered, and which mail was stopped', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    const waiting = await t.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: kim,
      offer: false,
    })
    await t.service.mail.suppress({ email: kim.email, scope: 'reminders' })
    const all = await t.service.privacy.export(person.id)
    expect(all.badges.map(({ record }) => record.id)).toContain(waiting.id)
    expect(all.history.map(({ type }) => type)).toEqual(['email-verified'])
    expect(all.mailStops).toMatchObject([{ email: kim.email, reason: 'manual', scope: 'reminders' }])
  })

  test('erase: nothing that names the person stays; tombstone, status entry and suppression do their work', async () => {
    const t = await testService()
    const { badge, person } = await claimed(t)
    await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id, label: 'For Lou' })
    await t.service.people.addEmail({ personId: person.id, email: 'kim.private@example.net' })
    await t.service.people.confirmEmail({ token: tokenIn(await t.mailTo('kim.private@example.net'), 'address') })
    await t.service.people.sendLinks({ email: kim.email })
    await t.service.people.startSession(person.id)
    await t.service.applications.setForm({
      id: 'f',
      title: 'F',
      schema: { type: 'object', properties: { a: { type: 'string' } } },
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Other' } },
    })
    await t.service.applications.submit({
      formId: 'f',
      email: kim.email,
      name: 'Kim Lee',
      answers: { a: 'I am Kim Lee' },
    })
    await t.service.mail.suppress({ email: kim.email, scope: 'reminders' })
    expect(await t.service.privacy.erase({ personId: person.id })).toEqual({ badges: 1 })
    const kept = await dump(t.storage)
    expect(kept).not.toMatch(/kim|example\.(org|net)|For Lou/i)
    expect(kept).toMatch(/^badges .*"erasedAt".*"award"/m)
    expect(await t.service.get(badge.id)).toBeNull()
    expect(await t.service.status.publish(badge.status.listId)).not.toBeNull()
    expect(await codeOf(() => t.service.privacy.erase({ personId: person.id }))).toBe('ERR_RECORD_NOT_FOUND')
    const again = await t.service.batches.issue({ draft, rows: [{ email: kim.email }, { email: 'lou@example.org' }] })
    expect(again.outcomes.map(({ status }) => status)).toEqual(['already', 'issued'])
  })

  test('erase and retention: what the mail adapter keeps goes too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-mails-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const t = await testService({ mail: await folderMail({ folder }), retention: { messageDays: 2 } })
    await t.service.issue({ draft, recipient: kim })
    await t.service.issue({ draft, recipient: { email: 'lou@example.org' } })
    await t.service.people.sendLinks({ email: kim.email })
    await t.service.tick()
    expect(readdirSync(folder)).toHaveLength(3)
    await t.service.privacy.eraseEmail({ email: kim.email })
    expect(readdirSync(folder)).toHaveLength(1)
    t.clock.pass(2 * DAY)
    await t.service.tick()
    expect(readdirSync(folder)).toEqual([])
  })

  test('erase: what somebody else has claimed stays theirs, although it was sent to an address of the account', async () => {
    const t = await testService()
    const { person } = await claimed(t)
    const other = await t.service.people.fromSession({ subject: 'lou', emails: ['lou@example.org'] })
    const shared = await t.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: kim,
    })
    const { token } = await t.service.createClaimLink({ badgeId: shared.id })
    await t.service.claims.claim({ token, viewer: { personId: other.id } })
    expect(await t.service.privacy.erase({ personId: person.id })).toEqual({ badges: 1 })
    expect((await t.service.get(shared.id))?.personId).toBe(other.id)
  })

  test('erase: a picture goes with the last badge that has it', async () => {
    const t = await testService()
    const issue = (email: string) => t.service.issue({ draft, recipient: { email }, picture })
    await issue(kim.email)
    const other = await issue('lou@example.org')
    await t.service.privacy.eraseEmail({ email: kim.email })
    expect(await t.service.image(other.id)).not.toBeNull()
    await t.service.privacy.eraseEmail({ email: 'lou@example.org' })
    expect(await dump(t.storage)).not.toMatch(/^blobs /m)
  })

  describe('erase: a picture that somebody new is given meanwhile stays', () => {
    /** Blobs in memory, with something that happens before files are put, or deleted. */
    function slowBlobs() {
      const files = new Map<string, { bytes: Uint8Array; mediaType: string }>()
      const before = { put: async () => {}, delete: async () => {} }
      const once = async (name: keyof typeof before, when: boolean) => {
        if (!when) return
        const step = before[name]
        before[name] = async () => {}
        await step()
      }
      return {
        before,
        blobs: {
          async put(key: string, file: { bytes: Uint8Array; mediaType: string }) {
            const isNew = !files.has(key)
            if (isNew) files.set(key, file)
            await once('put', !isNew)
            return isNew
          },
          get: async (key: string) => files.get(key),
          async delete(key: string) {
            await once('delete', true)
            files.delete(key)
          },
        },
      }
    }

    test.each(['put', 'delete'] as const)('by one badge (%s)', async (moment) => {
      const { blobs, before } = slowBlobs()
      const t = await testService({ blobs })
      const issue = (email: string) => t.service.issue({ draft, recipient: { email }, picture })
      const erase = () => t.service.privacy.eraseEmail({ email: kim.email })
      await issue(kim.email)
      if (moment === 'put') {
        before.put = async () => void (await erase())
        await issue('lou@example.org')
      } else {
        before.delete = async () => void (await issue('lou@example.org'))
        await erase()
      }
      const [lou] = (await t.service.list({ email: 'lou@example.org' })).badges
      expect(await t.service.image(lou?.id ?? '')).not.toBeNull()
    })

    test('by a batch', async () => {
      const { blobs, before } = slowBlobs()
      const t = await testService({ blobs })
      await t.service.issue({ draft, recipient: kim, picture })
      before.put = async () => void (await t.service.privacy.eraseEmail({ email: kim.email }))
      await t.service.batches.issue({ draft, rows: [{ email: 'lou@example.org' }], picture })
      const [lou] = (await t.service.list({ email: 'lou@example.org' })).badges
      expect(await t.service.image(lou?.id ?? '')).not.toBeNull()
    })
  })

  test('erase: neither a digest of a row nor the account at the host leads back to the person', async () => {
    const t = await testService()
    const person = await t.service.people.fromSession({ subject: kim.email, emails: [kim.email] })
    await t.service.batches.issue({ id: 'course', draft, rows: [kim] })
    const plain = sha256Hex(jcs({ recipient: kim, draft }))
    await t.service.privacy.erase({ personId: person.id })
    const kept = await dump(t.storage)
    expect(kept).not.toContain(plain.slice(0, 32))
    expect(kept).not.toContain(sha256Hex(kim.email))
    expect(kept).not.toMatch(/^(people|addresses) /m)
  })

  test('offers that nobody answers are forgotten after a while', async () => {
    const t = await testService({ retention: { unclaimedDays: 30 } })
    const badge = await t.service.issue({ draft, recipient: kim })
    await t.service.tick()
    t.clock.pass(30 * DAY)
    await t.service.tick()
    expect(await t.service.get(badge.id)).toBeNull()
  })
})
