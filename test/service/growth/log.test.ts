import { expect, test } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { draft, testService } from '../service.js'
import { countingStorage } from './counting.js'

test('an entry of the log asks for no more however long the log of its subject is', async () => {
  const { storage, count } = countingStorage(memoryStorage())
  const { service } = await testService({ storage })
  const schema = { type: 'object', properties: { why: { type: 'string' } } } as const
  const form = { id: 'mentor', title: 'Mentor', schema, draft, auto: false, open: true }
  const asked: number[] = []
  for (let i = 0; i < 40; i++) {
    const before = count.records
    await service.applications.setForm({ ...form, title: `Mentor ${i}` })
    asked.push(count.records - before)
  }
  expect(asked.at(-1)).toBe(asked[2])
})
