import { expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { countingStorage } from './growth/counting.js'
import { DAY, draft, testService } from './service.js'

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.org` }))
const none = { due: 0, oldestSeconds: 0, givenUp: 0 }

test('what waits is counted: messages that are due, those that were given up, rows, changes of status', async () => {
  let answer: 'sent' | 'refused' = 'sent'
  const t = await testService({
    statusPublishSeconds: 5,
    mailOutcome: () =>
      answer === 'sent' ? { outcome: 'sent' } : { outcome: 'refused', reason: 'SMTP 554', isAddress: false },
  })
  const { service, clock } = t
  expect(await service.backlog()).toEqual({
    messages: none,
    webhooks: none,
    batches: { open: 0, rows: 0 },
    statusChanges: 0,
  })
  const badge = await service.issue({ draft, recipient: { email: 'kim@learner.example' } })
  await service.issue({ draft, recipient: { email: 'lee@learner.example' } })
  clock.pass(90_000)
  expect((await service.backlog()).messages).toEqual({ due: 2, oldestSeconds: 90, givenUp: 0 })
  answer = 'refused'
  await service.mail.deliver({ n: 1 })
  expect((await service.backlog()).messages).toEqual({ due: 1, oldestSeconds: 90, givenUp: 1 })
  answer = 'sent'
  await service.mail.deliver()
  expect((await service.backlog()).messages).toEqual({ ...none, givenUp: 1 })

  await service.batches.start({ id: 'spring', draft, rows: people(700) })
  expect((await service.backlog()).batches).toEqual({ open: 1, rows: 700 })
  await service.batches.cancel({ batchId: 'spring' })
  expect((await service.backlog()).batches).toEqual({ open: 0, rows: 0 })

  await service.revoke({ badgeId: badge.id, reason: 'A mistake.' })
  expect((await service.backlog()).statusChanges).toBe(1)
})

test('posts to webhooks are counted as messages are', async () => {
  let status = 500
  const t = await testService({
    webhooks: {
      endpoints: [
        {
          url: 'https://lms.example/hook',
          secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
          events: ['issued'],
        },
      ],
      fetch: async () => new Response('', { status }),
    },
  })
  await t.service.issue({ draft, recipient: { email: 'kim@learner.example' }, offer: false })
  t.clock.pass(5_000)
  expect((await t.service.backlog()).webhooks).toEqual({ due: 1, oldestSeconds: 5, givenUp: 0 })
  await t.service.tick()
  // It waits for its next try.
  expect((await t.service.backlog()).webhooks).toEqual(none)
  t.clock.pass(DAY)
  status = 410
  await t.service.tick()
  expect((await t.service.backlog()).webhooks).toEqual({ ...none, givenUp: 1 })
})

test('looking costs the same however much waits, and reads no messages', async () => {
  const { storage, count } = countingStorage(memoryStorage())
  const { service } = await testService({ storage })
  const cost = async () => {
    const before = { ...count }
    await service.backlog()
    return { calls: count.calls - before.calls, records: count.records - before.records }
  }
  // How the issuer appears is read once, and known for seconds.
  await service.issuers.brand()
  const empty = await cost()
  await service.batches.issue({ id: 'one', draft, rows: people(60) })
  expect((await service.backlog()).messages?.due).toBe(60)
  expect(await cost()).toEqual(empty)
})

test('a storage that cannot count leaves these figures out', async () => {
  const { count: _, ...storage } = memoryStorage()
  const { service } = await testService({ storage })
  expect(await service.backlog()).toEqual({ batches: { open: 0, rows: 0 } })
})
