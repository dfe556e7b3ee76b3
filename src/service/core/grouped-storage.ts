import { isBadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import type { StorageAdapter, StorageChange, StoragePage, StorageQuery, StoredRecord } from './ports/index.js'
import { getMany } from './store.js'

/** Turns without anything new, and turns in all, after which what is asked for waits no longer for others at work. */
const QUIET_TURNS = 2
const MOST_TURNS = 10

/** Work that goes on side by side, and what it asks of the storage meanwhile in as few statements as can be. */
export interface Grouped {
  readonly storage: StorageAdapter
  /** Takes part until it is done: while all who take part wait for the storage, nobody else is waited for. */
  take<T>(work: () => Promise<T>): Promise<T>
}

/**
 * A storage that gathers what is asked of it by work that goes on side by side: reads of one turn become one look, commits
 * one commit. Everybody gets the answer that they would have got alone. Commits that concern the same record follow one
 * another, and if one commit of all meets a conflict, each is made by itself, so that the conflict stays with the one that
 * has it.
 */
export function groupedStorage(storage: StorageAdapter): Grouped {
  let active = 0
  let waiting = 0
  let turns = 0
  let quiet = 0
  let isArmed = false
  const gets = gathering<{ collection: string; key: string }, StoredRecord | undefined>((places) =>
    answerGets(storage, places),
  )
  const queries = gathering<StorageQuery, StoragePage>((asked) => answerQueries(storage, asked))
  const commits = gathering<readonly StorageChange[], void>((changes) => commitTogether(storage, changes))

  const check = (): void => {
    isArmed = false
    turns += 1
    quiet += 1
    if (waiting < active && quiet < QUIET_TURNS && turns < MOST_TURNS) {
      arm()
      return
    }
    waiting = 0
    turns = 0
    for (const { hand } of [gets, queries, commits]) hand()
  }
  const arm = (): void => {
    if (isArmed) return
    isArmed = true
    setTimeout(check, 0)
  }
  const gathered = <T>(asked: Promise<T>): Promise<T> => {
    waiting += 1
    quiet = 0
    arm()
    return asked
  }
  return {
    storage: {
      capabilities: storage.capabilities,
      lease: (collection, options) => storage.lease(collection, options),
      close: () => storage.close(),
      get: (collection, key) => gathered(gets.add({ collection, key })),
      query: (query) => gathered(queries.add(query)),
      commit: (changes) => gathered(commits.add(changes)),
    },
    async take(work) {
      active += 1
      try {
        return await work()
      } finally {
        active -= 1
      }
    },
  }
}

interface Gathering<T, R> {
  add(item: T): Promise<R>
  /** Handles what has been added since the last time. */
  hand(): void
}

/** What one item comes to: `settle` of the outcomes has one for each. */
type Outcome<R> = { readonly value: R } | { readonly error: unknown }

function gathering<T, R>(handle: (items: readonly T[]) => Promise<readonly Outcome<R>[]>): Gathering<T, R> {
  let items: { readonly item: T; readonly settle: (outcome: Outcome<R> | undefined) => void }[] = []
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        const settle = (outcome: Outcome<R> | undefined): void => {
          if (outcome !== undefined && 'value' in outcome) resolve(outcome.value)
          else reject(outcome?.error)
        }
        items.push({ item, settle })
      }),
    hand() {
      const all = items
      items = []
      if (all.length === 0) return
      const settleAll = (outcomeOf: (i: number) => Outcome<R> | undefined): void => {
        for (const [i, { settle }] of all.entries()) settle(outcomeOf(i))
      }
      handle(all.map(({ item }) => item)).then(
        (outcomes) => settleAll((i) => outcomes[i]),
        (error: unknown) => settleAll(() => ({ error })),
      )
    },
  }
}

async function answerGets(
  storage: StorageAdapter,
  places: readonly { collection: string; key: string }[],
): Promise<readonly Outcome<StoredRecord | undefined>[]> {
  const nameOf = ({ collection, key }: { collection: string; key: string }): string => `${collection}\n${key}`
  const distinct = [...new Map(places.map((place) => [nameOf(place), place])).values()]
  const found = await getMany(storage, distinct)
  const byName = new Map(distinct.map((place, i) => [nameOf(place), found[i]]))
  return places.map((place) => ({ value: byName.get(nameOf(place)) }))
}

async function answerQueries(
  storage: StorageAdapter,
  queries: readonly StorageQuery[],
): Promise<readonly Outcome<StoragePage>[]> {
  const nameOf = (query: StorageQuery): string => JSON.stringify(query)
  const distinct = [...new Map(queries.map((query) => [nameOf(query), query])).values()]
  const found =
    storage.queryMany !== undefined && distinct.length > 1
      ? await storage.queryMany(distinct)
      : await Promise.all(distinct.map((query) => storage.query(query)))
  const byName = new Map(distinct.map((query, i) => [nameOf(query), found[i]]))
  return queries.map((query) => ({ value: byName.get(nameOf(query)) as StoragePage }))
}

async function commitTogether(
  storage: StorageAdapter,
  all: readonly (readonly StorageChange[])[],
): Promise<readonly Outcome<void>[]> {
  const outcomes: Outcome<void>[] = []
  let rest = all.map((changes, i) => ({ changes, i }))
  while (rest.length > 0) {
    const { group, left } = apart(rest)
    const one = async (changes: readonly StorageChange[]): Promise<Outcome<void>> => {
      try {
        await storage.commit(changes)
        return { value: undefined }
      } catch (error) {
        return { error }
      }
    }
    const outcome = await one(group.flatMap(({ changes }) => changes))
    const isAlone = group.length === 1
    for (const { changes, i } of group) {
      const isEach = !isAlone && 'error' in outcome && isRepeatable(outcome.error)
      outcomes[i] = isEach ? await one(changes) : outcome
    }
    rest = left
  }
  return outcomes
}

/** Nothing of it was written, and by itself it may be another matter. */
const isRepeatable = (error: unknown): boolean =>
  isBadgeError(error, 'ERR_STORAGE_CONFLICT') || isBadgeError(error, 'ERR_ARGUMENT_INVALID')

interface Asked {
  readonly changes: readonly StorageChange[]
  readonly i: number
}

/** As many as can be made at once: none that concerns a record that one before it concerns. */
function apart(asked: readonly Asked[]): { group: Asked[]; left: Asked[] } {
  const places = new Set<string>()
  const group: Asked[] = []
  const left: Asked[] = []
  let count = 0
  for (const each of asked) {
    const own = each.changes.map(({ collection, key }) => `${collection}\n${key}`)
    const isApart = own.every((place) => !places.has(place))
    const fits = count === 0 || count + own.length <= limits.storageChanges
    if (isApart && fits) {
      group.push(each)
      count += own.length
    } else left.push(each)
    for (const place of own) places.add(place)
  }
  return { group, left }
}
