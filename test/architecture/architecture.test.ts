import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import config from '../../tsup.config.js'
import { folderCycles, levelOf, sidewaysImports, subjectCrossings, upwardImports } from './folders.js'
import {
  data,
  levels,
  moduleState,
  narrow,
  nodeFiles,
  pairs,
  strangers,
  subjectRooms,
  surroundings,
  vendors,
} from './rules.js'
import { type ImportRow, matches, matchesAny, readOwnSources, type SourceFile } from './source.js'

const sources = readOwnSources()
const files = [...sources.values()]

const entryFiles = Object.values((config as { entry: Record<string, string> }).entry).map((path) =>
  path.replace('src/', ''),
)

const roomOf = (path: string): string => path.split('/')[0] ?? path
/** Every pair of a file and one of its imports for which the test says there is something to tell. */
const offences = (tell: (file: SourceFile, row: ImportRow) => string | false): string[] =>
  files.flatMap((file) => file.imports.flatMap((row) => tell(file, row) || []))

/** Files that can be reached from `start` by imports of the kinds given, `start` included. */
function reach(start: string, follow: (row: ImportRow, from: string) => boolean): Set<string> {
  const seen = new Set([start])
  for (const path of seen) {
    for (const row of sources.get(path)?.imports ?? []) {
      if (row.file !== undefined && sources.has(row.file) && follow(row, path)) seen.add(row.file)
    }
  }
  return seen
}

describe('rooms and levels', () => {
  test('every file is in a room of the table, and every relative import names a file', () => {
    for (const file of files) levelOf(file.path, levels)
    const missing = offences((file, row) => {
      const exists = row.file === undefined || sources.has(row.file) || data[row.file]?.includes(file.path)
      return !exists && `${file.path} → ${row.file}`
    })
    expect(missing).toEqual([])
  })

  test('a file imports only from lower levels or its own room', () => {
    expect(upwardImports(files, levels)).toEqual([])
  })

  test('a room is entered through its index.ts', () => {
    expect(sidewaysImports(files, levels)).toEqual([])
  })

  test.each(strangers)('%s and %s do not reach each other', (left, right) => {
    const sideOf = (pattern: string) => files.filter((file) => matches(pattern, file.path)).map((file) => file.path)
    expect(sideOf(left)).not.toEqual([])
    expect(sideOf(right)).not.toEqual([])
    const contacts = [...sideOf(left), ...sideOf(right)].flatMap((start) => {
      const other = matches(left, start) ? right : left
      const room = roomOf(start)
      const near = reach(start, (row) => row.file !== undefined && roomOf(row.file) === room)
      return [...near].filter((path) => matches(other, path)).map((path) => `${start} → ${path}`)
    })
    expect(contacts).toEqual([])
  })

  test('no files import each other in a circle', () => {
    const circles = files.filter(({ path, imports }) =>
      imports.some(
        (row) => row.file !== undefined && row.kind !== 'type' && reach(row.file, (r) => r.kind !== 'type').has(path),
      ),
    )
    expect(circles.map((file) => file.path)).toEqual([])
  })
})

describe('folders', () => {
  const crossings = subjectCrossings(files, subjectRooms)

  test('no two parts of a folder import each other in a circle, types included', () => {
    expect(folderCycles(files)).toEqual([])
  })

  test('a subject imports another one only where the table of pairs allows it', () => {
    const allowed = pairs.map(({ from, to }) => `${from} → ${to}`)
    expect([...crossings].filter(([pair]) => !allowed.includes(pair))).toEqual([])
  })

  test.each(Object.entries(narrow))('%s imports nothing but itself and the rooms of the table', (pattern, rooms) => {
    const inside = files.filter((file) => matches(pattern, file.path))
    const outside = inside.flatMap(({ path, imports }) =>
      imports.flatMap(({ file }) => (file === undefined || matches(pattern, file) ? [] : [`${path} → ${file}`])),
    )
    const roomIn = (row: string): string => roomOf(row.split(' → ')[1] ?? '')
    expect(outside.filter((row) => !rooms.includes(roomIn(row)))).toEqual([])
    expect(rooms.filter((room) => !outside.some((row) => roomIn(row) === room))).toEqual([])
  })

  test('the table of pairs has only rows that are needed, each with its reason', () => {
    expect(pairs.filter(({ from, to, why }) => !crossings.has(`${from} → ${to}`) || why.trim() === '')).toEqual([])
  })
})

describe('packages', () => {
  const rowFor = (name: string) => vendors.find((row) => row.packages.includes(name))

  test('only the files of the table import a package', () => {
    const wrong = offences((file, row) => {
      if (row.package === undefined || row.package.startsWith('node:')) return false
      return !matchesAny(rowFor(row.package)?.files ?? [], file.path) && `${file.path}: ${row.package}`
    })
    expect(wrong).toEqual([])
  })

  test.each(entryFiles)('importing src/%s loads no lazy package', (entry) => {
    const early = [...reach(entry, (row) => row.kind === 'static')].flatMap((path) => {
      const loaded = sources.get(path)?.imports.filter((row) => row.kind === 'static') ?? []
      return loaded.filter((row) => rowFor(row.package ?? '')?.load === 'lazy').map((row) => `${path}: ${row.package}`)
    })
    expect(early).toEqual([])
  })

  test('the table names only packages that are used, and files that use them', () => {
    const uses = (name: string, pattern?: string) =>
      files.some(
        (file) =>
          (pattern === undefined || matches(pattern, file.path)) && file.imports.some((row) => row.package === name),
      )
    const stale = vendors.flatMap((rule) => [
      ...rule.packages.filter((name) => !uses(name)),
      ...rule.files.filter((pattern) => !rule.packages.some((name) => uses(name, pattern))),
    ])
    expect(stale).toEqual([])
  })

  test('a package that src/ imports at run time is a dependency or an optional peer, unless the build inlines it', () => {
    const declared = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)])
    // What the build inlines it also names, with its licence.
    const notices = readFileSync(new URL('../../THIRD_PARTY_NOTICES', import.meta.url), 'utf8')
    const isInlined = (name: string) => notices.includes(`\n${name} `)
    const undeclared = offences((file, row) => {
      if (row.package === undefined || row.package.startsWith('node:') || row.kind === 'type') return false
      // Programs of pages are bundled whole.
      if (file.path.startsWith('http/browser/')) return false
      return !declared.has(row.package) && !isInlined(row.package) && `${file.path}: ${row.package}`
    })
    expect(undeclared).toEqual([])
  })

  test('computed import() is not used: bundlers could not follow it', () => {
    expect(offences((file, row) => row.specifier === '<computed>' && file.path)).toEqual([])
  })
})

describe('surroundings', () => {
  test('node:* stands only in the files of the table', () => {
    const uses = (file: SourceFile) => file.imports.some((row) => row.package?.startsWith('node:'))
    expect(files.filter((file) => uses(file) && !matchesAny(nodeFiles, file.path)).map((file) => file.path)).toEqual([])
    const stale = nodeFiles.filter((pattern) => !files.some((file) => matches(pattern, file.path) && uses(file)))
    expect(stale).toEqual([])
  })

  test.each(Object.entries(surroundings))('%s is touched only by the files of the table', (thing, allowed) => {
    const touching = files
      .filter((file) => (file.surroundings as ReadonlySet<string>).has(thing))
      .map((file) => file.path)
    expect(touching.filter((path) => !matchesAny(allowed, path))).toEqual([])
    expect(allowed.filter((pattern) => !touching.some((path) => matches(pattern, path)))).toEqual([])
  })

  test('nothing is kept at module level but what the table names', () => {
    const kept = files.filter(({ state }) => state.length > 0).map(({ path, state }) => [path, state])
    expect(Object.fromEntries(kept)).toEqual(moduleState)
  })

  test('there is no top-level await, which would break require()', () => {
    expect(files.filter((file) => file.topLevelAwait).map((file) => file.path)).toEqual([])
  })
})
