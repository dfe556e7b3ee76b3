import type { StorageChange } from '../../service/index.js'
import { entriesOf } from './checks.js'

/** By what a record is found: a text for each of its entries. */
export const placeText = (collection: string, name: string, value: string): string =>
  [collection, name, value].join('\n')

/** Entries as they stand in a record: names and values. `null` where there are none. */
export function entriesText({ value, indexes = {} }: StorageChange): string | null {
  const entries = value === null ? [] : entriesOf(indexes)
  return entries.length === 0 ? null : JSON.stringify(entries)
}

/** The same as an object, as they were committed. */
export function indexesOf(entries: unknown): Record<string, string[]> {
  const indexes: Record<string, string[]> = {}
  for (const [name, value] of parsed(entries)) indexes[name] = [...(indexes[name] ?? []), value]
  return indexes
}

const parsed = (entries: unknown): [string, string][] =>
  typeof entries === 'string' ? (JSON.parse(entries) as [string, string][]) : []

/** A place, and the key of a record that is found there. */
export type Placed = readonly [place: string, key: string]

/**
 * What a change does to the places of its record, of which `before` are the entries so far: most of them stay, and nothing is
 * written for those.
 */
export function movesOf(change: StorageChange, before: unknown): { added: Placed[]; removed: Placed[] } {
  const { collection, key } = change
  const placesOf = (entries: unknown) => parsed(entries).map(([name, value]) => placeText(collection, name, value))
  const [old, next] = [new Set(placesOf(before)), new Set(placesOf(entriesText(change)))]
  return {
    added: [...next].filter((place) => !old.has(place)).map((place) => [place, key]),
    removed: [...old].filter((place) => !next.has(place)).map((place) => [place, key]),
  }
}
