import { afterEach, describe, expect, test, vi } from 'vitest'
import { smtpMail } from '../../../src/adapters/mail/smtp.js'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import type { MailAdapter } from '../../../src/service/index.js'
import { codeOf } from '../../support/codes.js'
import { countingStorage } from '../growth/counting.js'
import { draft, dump, testService } from '../service.js'

const MINUTE = 60_000
const from = { address: 'badges@acme.example' }
const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, i) => ({ email: `person${i}@${domain}` }))

/** Sends into a list, and says how many are on their way at once at most. */
function slowMail() {
  const waiting: (() => void)[] = []
  const seen = { underWay: 0, most: 0 }
  const mail: MailAdapter = {
    async send() {
      seen.underWay += 1
      seen.most = Math.max(seen.most, seen.underWay)
      await new Promise<void>((resolve) => waiting.push(resolve))
      seen.underWay -= 1
      return { outcome: 'sent' }
    },
  }
  const answerAll = () => {
    for (const answer of waiting.splice(0)) answer()
  }
  return { mail, seen, answerAll }
}

describe('a mail domain that takes so many a minute', () => {
  test('gets no more, and holds up no other', async () => {
    const t = await testService({ mailSettings: { from, perMinute: 100_000, perDomainPerMinute: 10 } })
    await t.service.batches.issue({ id: 'one', draft, rows: people(45, 'Slow.example') })
    await t.service.batches.issue({ id: 'two', draft, rows: [...people(8, 'a.example'), ...people(8, 'b.example')] })
    const sentTo = (domain: string) => t.sent.filter(({ to }) => to.address.toLowerCase().endsWith(`@${domain}`)).length
    expect(await t.service.mail.deliver()).toEqual({ sent: 26, later: 0, ended: 0 })
    expect(['slow.example', 'a.example', 'b.example'].map(sentTo)).toEqual([10, 8, 8])
    // Every two seconds, as a worker does.
    const each: number[] = []
    for (let minute = 0; minute < 6; minute++) {
      const before = sentTo('slow.example')
      for (let i = 0; i < 30; i++) {
        t.clock.pass(2_000)
        await t.service.mail.deliver()
      }
      each.push(sentTo('slow.example') - before)
    }
    expect(sentTo('slow.example')).toBe(45)
    expect(Math.max(...each)).toBeLessThanOrEqual(10)
    expect(new Set(t.sent.map(({ messageId }) => messageId)).size).toBe(61)
    expect(t.errors).toEqual([])
  })

  test('gets its share also where somebody looks every five minutes', async () => {
    const t = await testService({ mailSettings: { from, perMinute: 100_000, perDomainPerMinute: 10 } })
    await t.service.batches.issue({ draft, rows: people(45, 'slow.example') })
    const each: number[] = []
    for (let i = 0; i < 5; i++) {
      each.push((await t.service.mail.deliver()).sent)
      t.clock.pass(5 * MINUTE)
    }
    expect(each).toEqual([10, 10, 10, 10, 5])
  })

  test('has thousands of messages looked at about once, not again every minute', async () => {
    const { storage, count } = countingStorage(memoryStorage())
    const t = await testService({ storage, mailSettings: { from, perMinute: 100_000, perDomainPerMinute: 6 } })
    await t.service.batches.issue({ draft, rows: people(300, 'slow.example') })
    expect((await t.service.mail.deliver({ n: 1000 })).sent).toBe(6)
    const before = count.records
    for (let i = 0; i < 30; i++) {
      t.clock.pass(2_000)
      await t.service.mail.deliver()
    }
    // Ten messages a minute would be sixty records; all of them again would be hundreds.
    expect(count.records - before).toBeLessThan(300)
  })

  test('does not let a link to sign in wait behind a batch', async () => {
    const t = await testService({ mailSettings: { from, perMinute: 100_000, perDomainPerMinute: 5 } })
    await t.service.staff.add({
      email: 'ola@slow.example',
      name: 'Ola',
      grants: [{ role: 'owner' }],
      invite: false,
    })
    await t.service.batches.issue({ draft, rows: people(100, 'slow.example') })
    await t.service.mail.deliver({ n: 1000 })
    await t.service.staff.sendLink({ email: 'ola@slow.example' })
    for (let i = 0; i < 62; i++) {
      t.clock.pass(1_000)
      await t.service.mail.deliver()
    }
    expect(t.sent.map(({ to }) => to.address)).toContain('ola@slow.example')
    expect(t.sent.length).toBeLessThanOrEqual(11)
  })

  test('is kept by a keyed hash', async () => {
    const t = await testService({ mailSettings: { from, perDomainPerMinute: 1 } })
    await t.service.batches.issue({ draft, rows: people(3, 'kim-lee.example') })
    await t.service.mail.deliver()
    const counters = (await dump(t.storage)).split('\n').filter((line) => line.startsWith('counters '))
    expect(counters.filter((line) => line.includes('mail-'))).toHaveLength(2)
    expect(counters.join('\n')).not.toContain('kim-lee')
  })
})

describe('messages on their way at once', () => {
  test.each([
    ['ten, where nobody says', {}, {}, 10],
    ['as many as the adapter takes', {}, { atOnce: 40 }, 40],
    ['as many as the settings say, whatever the adapter takes', { atOnce: 3 }, { atOnce: 40 }, 3],
  ])('%s', async (_, settings, adapter, most) => {
    const { mail, seen, answerAll } = slowMail()
    const t = await testService({
      mail: { ...mail, ...adapter },
      mailSettings: { from, perMinute: 10_000, ...settings },
    })
    await t.service.batches.issue({ draft, rows: people(120, 'learner.example') })
    const delivering = t.service.mail.deliver({ n: 1000 })
    let isOver = false
    void delivering.then(() => {
      isOver = true
    })
    // Nothing is answered before as many wait as may.
    await expect.poll(() => seen.underWay).toBe(most)
    while (!isOver) {
      answerAll()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect([(await delivering).sent, seen.most]).toEqual([120, most])
  })

  test('by SMTP: as many as there are connections, ten at least', async () => {
    const smtp = async (connections?: number) => {
      const mail = await smtpMail({ host: 'mail.example', ...(connections !== undefined && { connections }) })
      await mail.close?.()
      return mail.atOnce
    }
    expect([await smtp(), await smtp(40)]).toEqual([10, 40])
  })
})

test.each([
  ['the adapter’s', { perMinute: 7 }, {}, 7],
  ['the settings’, whatever the adapter says', { perMinute: 7 }, { perMinute: 30 }, 30],
])('messages a minute: %s', async (_, adapter, settings, sent) => {
  const mail: MailAdapter = { send: async () => ({ outcome: 'sent' }), ...adapter }
  const t = await testService({ mail, mailSettings: { from, ...settings } })
  await t.service.batches.issue({ draft, rows: people(40, 'learner.example') })
  expect((await t.service.mail.deliver()).sent).toBe(sent)
})

test.each([
  ['atOnce', 0],
  ['atOnce', 501],
  ['atOnce', 1.5],
  ['perDomainPerMinute', 0],
])('`mailSettings.%s` of %s is refused, and what an adapter says is held against the same', async (name, value) => {
  expect(await codeOf(() => testService({ mailSettings: { from, [name]: value } }))).toBe('ERR_ARGUMENT_INVALID')
  const mail = { send: async () => ({ outcome: 'sent' as const }), [name]: value }
  const isRead = name !== 'perDomainPerMinute'
  expect(await codeOf(() => testService({ mail }))).toBe(isRead ? 'ERR_ARGUMENT_INVALID' : 'no error')
})

describe('a mail that takes longer than the lease', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  async function twoProcesses() {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const storage = memoryStorage()
    const { mail, seen, answerAll } = slowMail()
    const t = await testService({ storage, mail })
    const badge = await t.service.issue({ draft, recipient: { email: 'kim@learner.example' } })
    const first = t.service.mail.deliver()
    await expect.poll(() => seen.underWay).toBe(1)
    return { t, badge, first, seen, answerAll }
  }

  test('is not taken up by another process, and is recorded as sent', async () => {
    const { t, badge, first, seen, answerAll } = await twoProcesses()
    for (let i = 0; i < 10; i++) {
      t.clock.pass(40_000)
      await vi.advanceTimersByTimeAsync(40_000)
      expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 0, ended: 0 })
    }
    answerAll()
    expect(await first).toEqual({ sent: 1, later: 0, ended: 0 })
    expect(seen.most).toBe(1)
    expect((await t.service.get(badge.id))?.mail).toBe('sent')
    t.clock.pass(10 * MINUTE)
    expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 0, ended: 0 })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is taken up by another process where the first one is dead', async () => {
    const { t, first, seen, answerAll } = await twoProcesses()
    // No timer fires in a process that was killed.
    t.clock.pass(121_000)
    const second = t.service.mail.deliver()
    await expect.poll(() => seen.underWay).toBe(2)
    answerAll()
    expect((await second).sent).toBe(1)
    await first
  })
})
