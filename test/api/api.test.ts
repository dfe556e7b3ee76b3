import { describe, expect, test } from 'vitest'
import { differencesFromKept } from '../support/kept.js'
import { ambiguous, linesOf, readSurface, unexported, unnamed } from './surface.js'

/** The most names that all entry points have together; a namespace of types is one name. */
const MOST_NAMES = 300
/** The most values of `badgewright/service`. */
const MOST_SERVICE_VALUES = 15

describe('the public API', { timeout: 120_000 }, () => {
  const surface = readSurface()

  test('is the one that test/api/public-api.txt keeps', () => {
    expect(differencesFromKept('test/api/public-api.txt', linesOf(surface), 'npm run api')).toBe('')
  })

  test('exports every type that a public signature names', () => {
    expect(unexported(surface)).toEqual([])
  })

  test('exports no type that no public signature names', () => {
    expect(unnamed(surface)).toEqual([])
  })

  test('has one thing for each name, and one name for each thing', () => {
    expect(ambiguous(surface)).toEqual([])
  })

  test('says `now` for a point in time, of one type everywhere, and `clock` for what tells the time', () => {
    const types = (name: string) => {
      const all = linesOf(surface).flatMap((line) => [...line.matchAll(new RegExp(`\\b${name}\\?: ([^;}]+)`, 'g'))])
      return [...new Set(all.map(([, type = '']) => type.trim()))]
    }
    expect(types('now')).toEqual(['Instant'])
    expect(types('clock')).toEqual(['() => Date'])
  })

  test('has no function that takes the inside of the service', () => {
    const taking = surface.names.filter(({ thing }) => thing.takes.includes('ServiceContext'))
    expect(taking.map(({ name }) => name)).toEqual([])
  })

  test(`has at most ${MOST_SERVICE_VALUES} values in the service`, () => {
    const values = surface.names.filter(({ entry, thing }) => entry === 'badgewright/service' && thing.isValue)
    expect(values.length, values.map(({ name }) => name).join(' ')).toBeLessThanOrEqual(MOST_SERVICE_VALUES)
  })

  test(`has at most ${MOST_NAMES} names`, () => {
    const names = new Set(surface.names.map(({ name }) => name.split('.')[0]))
    expect(names.size).toBeLessThanOrEqual(MOST_NAMES)
  })
})
