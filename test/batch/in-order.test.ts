import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { inOrder } from '../../src/batch/engine/index.js'
import { codeOf } from '../support/codes.js'

const signal = undefined

/** A source that counts what was taken from it, and knows whether it was closed. */
function counting(length: number) {
  const state = { read: 0, isClosed: false }
  async function* items() {
    try {
      for (let i = 0; i < length; i++) {
        state.read += 1
        yield i
      }
    } finally {
      state.isClosed = true
    }
  }
  return { state, items: items() }
}

async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const result of results) all.push(result)
  return all
}

describe('results come in the order of the items', () => {
  test.each([
    [1, 1, 10],
    [1, 5, 10],
    [4, 3, 10],
    [4, 3, 12],
    [100, 2, 10],
    [3, 2, 0],
  ])('chunks of %i, %i under way, %i items', async (chunk, width, length) => {
    const run = async (items: readonly number[]) => {
      // Later chunks are quicker.
      await pause(Math.max(0, 20 - (items[0] ?? 0)))
      return items
    }
    const results = await collect(inOrder(counting(length).items, { chunk, width, run, signal }))
    expect(results.flat()).toEqual(Array.from({ length }, (_, i) => i))
    expect(results.every((items) => items.length <= chunk)).toBe(true)
  })
})

test('never more than `width` chunks are under way', async () => {
  let now = 0
  let most = 0
  const run = async () => {
    now += 1
    most = Math.max(most, now)
    await pause(1)
    now -= 1
  }
  await collect(inOrder(counting(50).items, { chunk: 2, width: 3, run, signal }))
  expect(most).toBe(3)
})

test('a reader that is slow holds up the source: what is read ahead is bounded', async () => {
  const { state, items } = counting(1000)
  const run = async (chunk: readonly number[]) => chunk
  const ahead: number[] = []
  let taken = 0
  for await (const chunk of inOrder(items, { chunk: 5, width: 3, run, signal })) {
    taken += chunk.length
    await pause(1)
    ahead.push(state.read - taken)
    if (taken >= 200) break
  }
  // Two chunks behind the one that was taken, and one item that waits at the door.
  expect(Math.max(...ahead)).toBeLessThanOrEqual(2 * 5 + 5 + 1)
  expect(state.isClosed).toBe(true)
})

test('an item does not wait for ever for others to fill its chunk', async () => {
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  async function* slow() {
    yield 1
    await gate
    yield 2
  }
  const results = inOrder(slow(), { chunk: 10, width: 2, run: async (items) => items, signal })
  expect(await results.next()).toEqual({ done: false, value: [1] })
  go()
  expect(await collect(results)).toEqual([[2]])
})

test('when the source fails, what came before it is finished first', async () => {
  async function* failing() {
    yield 1
    yield 2
    yield 3
    throw new Error('broken')
  }
  const results: number[] = []
  const failure = await (async () => {
    for await (const items of inOrder(failing(), { chunk: 2, width: 1, run: async (items) => items, signal })) {
      results.push(...items)
    }
  })().catch((error: Error) => error.message)
  expect([results, failure]).toEqual([[1, 2, 3], 'broken'])
})

test('when a chunk fails, the results before it come first, and the source is closed', async () => {
  const { state, items } = counting(100)
  const run = async ([item = 0]: readonly number[]) => {
    if (item === 3) throw new Error('chunk')
    return item
  }
  const results: number[] = []
  const failure = await (async () => {
    for await (const item of inOrder(items, { chunk: 1, width: 4, run, signal })) results.push(item)
  })().catch((error: Error) => error.message)
  expect([results, failure, state.isClosed]).toEqual([[0, 1, 2], 'chunk', true])
})

describe('abort', () => {
  test('ends the iteration with ERR_ABORTED and the reason as its cause', async () => {
    const controller = new AbortController()
    const { state, items } = counting(1000)
    const results = inOrder(items, { chunk: 1, width: 2, run: async (item) => item, signal: controller.signal })
    await results.next()
    controller.abort('enough')
    const error = await results.next().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' })
    expect(state.isClosed).toBe(true)
  })

  test('before the start nothing is read', async () => {
    const { state, items } = counting(10)
    const results = inOrder(items, { chunk: 1, width: 2, run: async (item) => item, signal: AbortSignal.abort() })
    expect(await codeOf(() => results.next())).toBe('ERR_ABORTED')
    expect(state.read).toBe(0)
  })

  test('does not wait for a source or a chunk that never answers', async () => {
    async function* hanging(): AsyncGenerator<number> {
      yield 1
      await new Promise(() => {})
    }
    for (const run of [async () => 1, () => new Promise<number>(() => {})]) {
      const controller = new AbortController()
      const results = inOrder(hanging(), { chunk: 1, width: 3, run, signal: controller.signal })
      setTimeout(() => controller.abort(), 30)
      expect(await codeOf(() => collect(results))).toBe('ERR_ABORTED')
    }
  })
})
