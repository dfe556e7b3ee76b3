import { createHash } from 'node:crypto'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import type { StorageAdapter, StorageChange } from '../../src/service/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { draft, testService } from '../service/service.js'

/**
 * A database of many badges, without signing each: what the service writes for a few people, again and again, with other
 * names, addresses, ids, hashes and signatures. They fill tables and trees as real ones do; no step is measured on them.
 */
export async function loadBadges(storage: StorageAdapter, count: number, seed: number): Promise<void> {
  const templates = await templatesOf()
  const changes: StorageChange[] = []
  for (let n = 0; n < count; n++) {
    const template = templates[n % templates.length] as Template
    changes.push(...filled(template, n, seed))
    if (changes.length < 2000 && n < count - 1) continue
    await storage.commit(changes.splice(0))
  }
}

/** A text in pieces: every second one is a token that no other person has. */
interface Template {
  readonly pieces: readonly string[]
}

const WHO = { email: 'templatefirst@example.org', name: 'Templategiven Templatefamily' }

/** One for somebody who was offered a badge, one for somebody who claimed it. */
async function templatesOf(): Promise<Template[]> {
  const templates: Template[] = []
  for (const claims of [false, true]) {
    const t = await testService({ storage: memoryStorage() })
    await journey(t, { email: 'nobody@example.org', name: 'Nobody' }, claims)
    const before = new Set((await recordsOf(t.storage)).map(placeOf))
    await journey(t, WHO, claims)
    const middle = await recordsOf(t.storage)
    await journey(t, { email: 'templateother@example.org', name: 'Otherwise Different' }, claims)
    const own = middle.filter((record) => !before.has(placeOf(record)))
    const ours = new Set(own.map(placeOf))
    const others = JSON.stringify((await recordsOf(t.storage)).filter((record) => !ours.has(placeOf(record))))
    const text = JSON.stringify(own)
    const tokens = [...new Set(text.match(/[A-Za-z0-9_-]{16,}/g) ?? [])].filter((token) => !others.includes(token))
    const named = ['templatefirst', 'Templategiven', 'Templatefamily', 'templategiven', 'templatefamily']
    const pattern = [...named, ...tokens.toSorted((a, b) => b.length - a.length)].join('|')
    templates.push({ pieces: text.split(new RegExp(`(${pattern})`)) })
  }
  return templates
}

async function journey(
  { service, mailTo }: Awaited<ReturnType<typeof testService>>,
  recipient: { email: string; name: string },
  claims: boolean,
): Promise<void> {
  await service.issue({ draft, recipient })
  const { text } = await mailTo(recipient.email)
  const token = /\/claim\/([\w-]+)/.exec(text)?.[1] ?? ''
  if (claims) await service.claims.claim({ token })
}

const placeOf = ({ collection, key }: { collection: string; key: string }): string => `${collection}\n${key}`

/** Every record, as a change that writes it anew. */
async function recordsOf(storage: StorageAdapter): Promise<StorageChange[]> {
  const snapshot = await storage.snapshot?.()
  if (snapshot === undefined) throw new Error('This storage has no snapshots.')
  const all: StorageChange[] = []
  for (const collection of await snapshot.collections()) {
    let cursor: string | undefined
    do {
      const page = await snapshot.page(collection, { limit: 1000, ...(cursor !== undefined && { cursor }) })
      for (const { key, value, indexes, due } of page.records) {
        all.push({ collection, key, expectedVersion: 0, value, indexes, ...(due !== undefined && { due }) })
      }
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  await snapshot.close()
  return all
}

/** The records of person `n`. Names repeat, as those of people do: 20 given ones, 4,999 family names. */
function filled({ pieces }: Template, n: number, seed: number): StorageChange[] {
  const known = new Map<string, string>([
    ['templatefirst', `person${n}`],
    ['Templategiven', `Given${n % 20}`],
    ['templategiven', `given${n % 20}`],
    ['Templatefamily', `Family${n % 4999}`],
    ['templatefamily', `family${n % 4999}`],
  ])
  const text = pieces.map((piece, i) => {
    if (i % 2 === 0) return piece
    const found = known.get(piece) ?? inTheFormOf(piece, `${seed} ${n} ${known.size}`)
    known.set(piece, found)
    return found
  })
  const records = JSON.parse(text.join('')) as (StorageChange & { value: JsonObject })[]
  // What is due for them must not be handed out while steps are measured.
  return records.map(({ due, ...change }) => ({ ...change, ...(due !== undefined && { due: due + 1e13 }) }))
}

/** Another token of the same length and alphabet, hyphens where they were. */
function inTheFormOf(token: string, of: string): string {
  const isHex = /^[0-9a-f-]+$/.test(token)
  let digits = ''
  for (let i = 0; digits.length < token.length; i++) {
    const hash = createHash('sha256').update(`${of} ${i}`)
    digits += isHex ? hash.digest('hex') : hash.digest('base64').replace(/[^A-Za-z0-9]/g, '')
  }
  return [...token].map((character, i) => (/[-_]/.test(character) ? character : digits[i])).join('')
}
