import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateStatusIndex, createAllocationKey } from '../../src/status/index.js'
import { permute } from '../../src/status/lists/permutation.js'
import { codeOf } from '../support/codes.js'

const keyOf = (fill: number) => new Uint8Array(32).fill(fill)
const counterFrom = (start: number) => {
  let counter = start
  return () => counter++
}

describe('permutation', () => {
  it('is a bijection of every length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(255), (length, fill) => {
        const seen = new Set(Array.from({ length }, (_, counter) => permute(counter, length, keyOf(fill))))
        expect(seen.size).toBe(length)
        expect(Math.min(...seen)).toBe(0)
        expect(Math.max(...seen)).toBe(length - 1)
      }),
      { seed: 20262, numRuns: 30 },
    )
  })

  it('of a long list gives every index once', () => {
    const length = 16_384
    const seen = new Uint8Array(length)
    for (let counter = 0; counter < length; counter++) seen[permute(counter, length, keyOf(1))] = 1
    expect(seen.every((flag) => flag === 1)).toBe(true)
  }, 60_000)

  it('depends on the key, and neighbours do not stay neighbours', () => {
    const [one, other] = [1, 2].map((fill) =>
      Array.from({ length: 200 }, (_, counter) => permute(counter, 131_072, keyOf(fill))),
    )
    expect(one).not.toEqual(other)
    const near = one?.filter((index, i) => Math.abs(index - (one[i - 1] ?? -1000)) < 100) ?? []
    expect(near.length).toBeLessThan(5)
  })

  it('is the same for ever: an allocation goes on after an update', () => {
    expect([0, 1, 2, 131_071].map((counter) => permute(counter, 131_072, keyOf(7)))).toMatchInlineSnapshot(`
      [
        102996,
        14104,
        19966,
        75162,
      ]
    `)
  })
})

describe('allocateStatusIndex', () => {
  const list = { length: 131_072 }

  it('never gives an index twice, also after a crash that lost a number', async () => {
    const key = createAllocationKey()
    const first = counterFrom(0)
    const given = await Promise.all(
      Array.from({ length: 300 }, () => allocateStatusIndex(list, { key, allocate: first })),
    )
    const restarted = counterFrom(first() + 1)
    for (let i = 0; i < 300; i++) {
      given.push(await allocateStatusIndex(list, { key, allocate: async () => restarted() }))
    }
    expect(new Set(given).size).toBe(600)
    expect(given.every((index) => index >= 0 && index < list.length)).toBe(true)
  })

  it.each([
    [{ allocate: () => 131_072 }, 'ERR_STATUS_LIST_FULL'],
    [{ allocate: () => -1 }, 'ERR_ARGUMENT_INVALID'],
    [{ allocate: () => 0.5 }, 'ERR_ARGUMENT_INVALID'],
    [{ allocate: async () => '1' as unknown as number }, 'ERR_ARGUMENT_INVALID'],
    [{ key: new Uint8Array(16) }, 'ERR_ARGUMENT_INVALID'],
    [{ key: 'secret' as unknown as Uint8Array }, 'ERR_ARGUMENT_INVALID'],
  ])('refuses %o', async (change, code) => {
    const options = { key: keyOf(1), allocate: () => 0, ...change }
    expect(await codeOf(() => allocateStatusIndex(list, options))).toBe(code)
  })

  it('keys are 32 bytes, each its own', () => {
    const [one, other] = [createAllocationKey(), createAllocationKey()]
    expect([one.length, other.length]).toEqual([32, 32])
    expect(one).not.toEqual(other)
  })
})
