import { expect, test } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { draft, testService } from '../service.js'
import { countingStorage } from './counting.js'

test('messages that are on their way at once are read and written together: at most eight calls each', async () => {
  const { storage, count } = countingStorage(memoryStorage())
  const { service, sent } = await testService({ storage })
  const rows = Array.from({ length: 100 }, (_, i) => ({ email: `person${i}@example.org` }))
  await service.batches.issue({ draft, rows })
  const before = count.calls
  expect(await service.mail.deliver({ n: 100 })).toEqual({ sent: 100, later: 0, ended: 0 })
  expect(sent).toHaveLength(100)
  expect((count.calls - before) / 100).toBeLessThanOrEqual(8)
})

test('a message that hangs holds up none of those that are written together with it', async () => {
  const storage = memoryStorage()
  let release = (): void => {}
  const hangs = new Promise<void>((resolve) => {
    release = resolve
  })
  const t = await testService({
    storage,
    mail: {
      async send({ to }) {
        if (to.address === 'person0@example.org') await hangs
        return { outcome: 'sent' }
      },
    },
  })
  const rows = Array.from({ length: 20 }, (_, i) => ({ email: `person${i}@example.org` }))
  const { outcomes } = await t.service.batches.issue({ draft, rows })
  const delivering = t.service.mail.deliver()
  const others = outcomes.slice(1).map((outcome) => ('badgeId' in outcome ? outcome.badgeId : ''))
  await expect
    .poll(async () =>
      (await Promise.all(others.map((id) => t.service.get(id)))).every((badge) => badge?.mail === 'sent'),
    )
    .toBe(true)
  release()
  expect((await delivering).sent).toBe(20)
})
