import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { BadgeError } from '../../../src/errors.js'
import type { MailMessage, MailOutcome, Notification, StorageAdapter } from '../../../src/service/index.js'
import { codeOf } from '../../support/codes.js'
import { DAY, draft, dump, testService, tokenIn } from '../service.js'

const kim = { email: 'kim@example.org', name: 'Kim Lee' }
const MINUTE = 60_000

describe('the outbox', () => {
  test('tries again with growing pauses under one Message-ID and one key, then gives up; a human can try once more', async () => {
    const tries: MailMessage[] = []
    let outcome: MailOutcome = { outcome: 'later', reason: 'SMTP 451' }
    const t = await testService({
      mailOutcome(message) {
        tries.push(message)
        return outcome
      },
    })
    const badge = await t.service.issue({ draft, recipient: kim })
    const pauses: number[] = []
    let last = t.clock.now
    for (let i = 0; i < 6000 && tries.length < 8; i++) {
      const before = tries.length
      await t.service.mail.deliver()
      if (tries.length > before) {
        pauses.push(t.clock.now - last)
        last = t.clock.now
      }
      t.clock.pass(MINUTE)
    }
    expect(tries).toHaveLength(8)
    expect(new Set(tries.map(({ messageId }) => messageId)).size).toBe(1)
    expect(new Set(tries.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect(new Set(tries.map(({ text }) => text)).size).toBe(1)
    expect(pauses.slice(1, 6).every((pause, i) => i === 0 || pause > (pauses[i] ?? 0))).toBe(true)
    expect(t.clock.now - last).toBeLessThan(2 * DAY)
    expect((await t.service.get(badge.id))?.mail).toBe('failed')
    const { messages } = await t.service.mail.messages()
    expect(messages).toMatchObject([{ kind: 'offer', state: 'failed', attempts: 8, reason: 'SMTP 451' }])
    outcome = { outcome: 'sent' }
    await t.service.mail.retry({ messageId: messages[0]?.id ?? '' })
    expect(await t.service.mail.deliver()).toMatchObject({ sent: 1 })
    expect(tries.at(-1)?.messageId).toBe(tries[0]?.messageId)
    expect((await t.service.get(badge.id))?.mail).toBe('sent')
  })

  test('an adapter that throws is tried again, and the error is told', async () => {
    const t = await testService({
      mailOutcome() {
        throw new Error('boom')
      },
    })
    await t.service.issue({ draft, recipient: kim })
    expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 1, ended: 0 })
    expect(t.errors).toHaveLength(1)
  })

  test('what turns or hides the text around it is not in a subject or a name; joiners are', async () => {
    const t = await testService()
    const name = 'Kim \u202eeeL\u2066\u200f می\u200cخواهم'
    await t.service.issue({ draft, recipient: { ...kim, name } })
    await t.service.mail.deliver()
    const [mail] = t.sent
    expect(mail?.to.name).toBe('Kim eeL می\u200cخواهم')
    expect(`${mail?.subject}`).not.toMatch(/(?!\u200c)\p{Cf}/u)
  })

  test('two that deliver at once send nothing twice', async () => {
    const t = await testService()
    for (let i = 0; i < 40; i++) await t.service.issue({ draft, recipient: { email: `p${i}@example.org` } })
    const reports = await Promise.all([t.service.mail.deliver(), t.service.mail.deliver(), t.service.mail.deliver()])
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(40)
    expect(new Set(t.sent.map(({ messageId }) => messageId)).size).toBe(40)
  })

  test.each(['deliver', 'tick'] as const)(
    'where the storage fails, `%s` ends when the mail under way has',
    async (name) => {
      const memory = memoryStorage()
      let leases = 0
      const storage: StorageAdapter = {
        ...memory,
        async lease(collection, options) {
          if (collection === 'outbox') leases += 1
          // The second look of the queue, and the first one at webhooks, which are posted beside it.
          if (collection === 'deliveries' || (collection === 'outbox' && leases === 2)) {
            throw new BadgeError('ERR_STORAGE_FAILED', 'The database could not be reached.')
          }
          return memory.lease(collection, options)
        },
      }
      let underWay = 0
      let begun = 0
      const t = await testService({
        storage,
        webhooks: {
          endpoints: [
            { url: 'https://lms.example/hook', secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' },
          ],
        },
        mail: {
          async send() {
            begun += 1
            underWay += 1
            await new Promise((resolve) => setTimeout(resolve, begun > 5 ? 50 : 0))
            underWay -= 1
            return { outcome: 'sent' }
          },
        },
      })
      for (let i = 0; i < 12; i++) await t.service.issue({ draft, recipient: { email: `kim${i}@example.org` } })
      const call = name === 'deliver' ? () => t.service.mail.deliver() : () => t.service.tick()
      expect(await codeOf(call)).toBe('ERR_STORAGE_FAILED')
      expect({ begun, underWay }).toEqual({ begun: 10, underWay: 0 })
      const { badges } = await t.service.list({ limit: 20 })
      expect(badges.filter(({ mail }) => mail === 'sent')).toHaveLength(10)
    },
  )

  test('big batches go out no faster than they may', async () => {
    const t = await testService({ mailSettings: { from: { address: 'badges@acme.example' }, perMinute: 25 } })
    for (let i = 0; i < 60; i++) await t.service.issue({ draft, recipient: { email: `p${i}@example.org` } })
    const sent: number[] = []
    for (let i = 0; i < 3; i++) {
      sent.push((await t.service.mail.deliver()).sent, (await t.service.mail.deliver()).sent)
      t.clock.pass(MINUTE)
    }
    expect(sent).toEqual([25, 0, 25, 0, 10, 0])
  })

  test('the suppression list counts when a message is sent, not when it is written', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    await t.service.mail.suppress({ email: 'KIM@example.org' })
    expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 0, ended: 1 })
    expect((await t.service.get(badge.id))?.mail).toBe('suppressed')
    await t.service.mail.release({ email: kim.email })
    await t.service.resend({ badgeId: badge.id })
    expect((await t.service.mail.deliver()).sent).toBe(1)
  })

  test('what nobody wants any more is not sent', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    await t.service.revoke({ badgeId: badge.id, reason: 'Mistake', notify: false })
    expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 0, ended: 1 })
    expect(t.sent).toEqual([])
  })

  test('after it was sent, no address is left in a message', async () => {
    const t = await testService()
    await t.service.issue({ draft, recipient: kim })
    await t.service.mail.deliver()
    expect(
      (await dump(t.storage)).split('\n').filter((line) => line.startsWith('outbox') && line.includes('@')),
    ).toEqual([])
  })
})

describe('what becomes of mail', () => {
  test.each([
    [{ type: 'delivered' }, 'delivered', false],
    [{ type: 'bounced', severity: 'hard' }, 'bounced', true],
    [{ type: 'bounced', severity: 'soft' }, 'sent', false],
    [{ type: 'complained' }, 'complained', true],
    [{ type: 'deferred' }, 'sent', false],
  ] as const)('%j is seen in the record', async (event, mail, isSuppressed) => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    const { messageId } = await t.mailTo(kim.email)
    await t.service.mail.report({ ...event, messageId })
    await t.service.mail.report({ ...event, messageId })
    expect((await t.service.get(badge.id))?.mail).toBe(mail)
    await t.service.resend({ badgeId: badge.id })
    expect((await t.service.mail.deliver()).sent).toBe(isSuppressed ? 0 : 1)
    await t.service.mail.report({ type: 'bounced', messageId: '<unknown@example.org>' })
    await t.service.mail.report({ type: 'bounced', messageId: 'nonsense' })
  })

  test('an address that the server refuses is suppressed; a message that it refuses is not held against the address', async () => {
    for (const isAddress of [true, false]) {
      let outcome: MailOutcome = { outcome: 'refused', reason: 'SMTP 550', isAddress }
      const t = await testService({ mailOutcome: () => outcome })
      const badge = await t.service.issue({ draft, recipient: kim })
      await t.service.mail.deliver()
      expect((await t.service.get(badge.id))?.mail).toBe(isAddress ? 'bounced' : 'failed')
      outcome = { outcome: 'sent' }
      await t.service.resend({ badgeId: badge.id })
      expect((await t.service.mail.deliver()).sent).toBe(isAddress ? 0 : 1)
    }
  })
})

describe('reminders', () => {
  const reminders = (sent: readonly MailMessage[]) => sent.filter(({ subject }) => subject.startsWith('Reminder'))

  test('go out twice at most, with a working link and one-click unsubscribe', async () => {
    const t = await testService()
    await t.service.issue({ draft, recipient: kim })
    for (let day = 0; day < 60; day++) {
      await t.service.tick()
      t.clock.pass(DAY)
    }
    expect(reminders(t.sent)).toHaveLength(2)
    const [first, second] = reminders(t.sent)
    expect(first?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(first?.headers['List-Unsubscribe']).toMatch(/^<https:\/\/badges\.example\/app\/u\/uns_[\w-]{43}>$/)
    expect(t.sent[0]?.headers['List-Unsubscribe']).toBeUndefined()
    expect(second?.messageId).not.toBe(first?.messageId)
  })

  test('the first link stays good beside that of the reminder, until one of them is used', async () => {
    const t = await testService()
    await t.service.issue({ draft, recipient: kim })
    const offer = tokenIn(await t.mailTo(kim.email), 'claim')
    t.clock.pass(4 * DAY)
    await t.service.tick()
    const reminder = tokenIn(t.sent.at(-1) as MailMessage, 'claim')
    expect((await t.service.claims.look(offer)).state).toBe('open')
    await t.service.claims.claim({ token: reminder })
    expect((await t.service.claims.look(offer)).state).toBe('void')
  })

  test.each(['accept', 'decline', 'bounce', 'unsubscribe', 'revoke'] as const)('stop on %s', async (what) => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    const mail = await t.mailTo(kim.email)
    const token = tokenIn(mail, 'claim')
    t.clock.pass(4 * DAY)
    if (what === 'unsubscribe') {
      await t.service.tick()
      await t.service.mail.unsubscribe({ token: tokenIn(t.sent.at(-1) as MailMessage, 'u') })
      await t.service.mail.unsubscribe({ token: 'uns_unknown' })
    }
    if (what === 'accept') await t.service.claims.accept({ token })
    if (what === 'decline') await t.service.claims.decline({ token })
    if (what === 'bounce') await t.service.mail.report({ type: 'bounced', severity: 'hard', messageId: mail.messageId })
    if (what === 'revoke') await t.service.revoke({ badgeId: badge.id, reason: 'Mistake', notify: false })
    const before = reminders(t.sent).length
    for (let day = 0; day < 30; day++) {
      await t.service.tick()
      t.clock.pass(DAY)
    }
    expect(reminders(t.sent)).toHaveLength(before)
    // Only reminders ended: what matters still arrives.
    if (what === 'unsubscribe') {
      await t.service.resend({ badgeId: badge.id })
      expect((await t.service.mail.deliver()).sent).toBe(1)
    }
  })

  test('of an expiry go to whoever has the badge, then it expires by itself', async () => {
    const t = await testService()
    const validUntil = new Date(t.clock.now + 40 * DAY)
    const badge = await t.service.issue({ draft: { ...draft, validUntil }, recipient: kim })
    await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })
    const subjects: string[] = []
    for (let day = 0; day < 50; day++) {
      await t.service.tick()
      t.clock.pass(DAY)
    }
    for (const { subject, text } of t.sent)
      if (/expires/.test(subject)) subjects.push(/in (\w+ days?)/.exec(text)?.[1] ?? '')
    expect(subjects).toEqual(['30 days', '7 days'])
    expect((await t.service.get(badge.id))?.stage).toBe('expired')
  })
})

test('inside the application: the same outbox, without what must show a mailbox', async () => {
  const told: Notification[] = []
  const t = await testService({ notifier: { notify: async (notification) => void told.push(notification) } })
  const badge = await t.service.issue({ draft, recipient: { ...kim, locale: 'de' } })
  await t.service.people.sendLinks({ email: kim.email })
  expect(await t.service.mail.deliver()).toMatchObject({ sent: 3 })
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ kind: 'offer', locale: 'de', badgeId: badge.id })
  const token = /clm_[\w-]{43}/.exec(told[0]?.url ?? '')?.[0] ?? ''
  expect((await t.service.claims.claim({ token })).person.emails).toEqual([])
})
