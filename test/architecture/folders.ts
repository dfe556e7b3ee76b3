import { posix } from 'node:path'
import type { SourceFile } from './source.js'

/** What the rules on folders need to know of a file. Type imports count as well: they tie folders together too. */
export type FileImports = Pick<SourceFile, 'path'> & { readonly imports: readonly { readonly file?: string }[] }

/** A folder whose parts import each other in a circle, and the imports that close it. */
export interface FolderCycle {
  readonly folder: string
  /** Names of child folders; `.` for the files directly in the folder. The first is also the last. */
  readonly circle: readonly string[]
  readonly imports: readonly string[]
}

/** The files directly in a folder, which count as one. */
const OWN = '.'

/**
 * The circles among the parts of every folder: one part is each child folder, with everything below it, and one is all
 * of the files directly in the folder. So a folder and its child must not import each other both ways either. `src/`
 * itself is not a folder in this sense: its parts are rooms, and the table of levels says who imports whom.
 */
export function folderCycles(files: Iterable<FileImports>): FolderCycle[] {
  const known = [...files]
  const paths = new Set(known.map(({ path }) => path))
  const folders = new Map<string, Edges>()
  for (const { path, imports } of known) {
    for (const { file } of imports) {
      if (file === undefined || !paths.has(file)) continue
      const folder = sharedFolder(path, file)
      const [from, to] = [partOf(folder, path), partOf(folder, file)]
      if (folder === '' || from === to) continue
      const edges = folders.get(folder) ?? new Map()
      folders.set(folder, edges)
      const targets = edges.get(from) ?? new Map()
      edges.set(from, targets)
      targets.set(to, [...(targets.get(to) ?? []), `${path} → ${file}`])
    }
  }
  return [...folders].flatMap(([folder, edges]) => {
    const circle = shortestCircle(edges)
    if (circle === undefined) return []
    const imports = circle.slice(1).flatMap((to, i) => edges.get(circle[i] ?? '')?.get(to) ?? [])
    return [{ folder, circle, imports }]
  })
}

/** From part to part, the imports that lead there. */
type Edges = Map<string, Map<string, string[]>>

/** The deepest folder that holds both: the only one of which an import joins two parts. */
function sharedFolder(left: string, right: string): string {
  let folder = posix.dirname(left)
  while (folder !== '.' && !right.startsWith(`${folder}/`)) folder = posix.dirname(folder)
  return folder === '.' ? '' : folder
}

function partOf(folder: string, path: string): string {
  const rest = path.slice(folder.length + 1)
  return rest.includes('/') ? (rest.split('/')[0] ?? OWN) : OWN
}

function shortestCircle(edges: Edges): string[] | undefined {
  const circles = [...edges.keys()].flatMap((start) => {
    const ways: string[][] = [[start]]
    const seen = new Set<string>()
    for (const way of ways) {
      for (const next of edges.get(way.at(-1) ?? '')?.keys() ?? []) {
        if (next === start) return [[...way, next]]
        if (seen.has(next)) continue
        seen.add(next)
        ways.push([...way, next])
      }
    }
    return []
  })
  return circles.sort((a, b) => a.length - b.length)[0]
}

/** One subject that may use another one. */
export interface SubjectPair {
  readonly from: string
  readonly to: string
  readonly why: string
}

/**
 * Imports from one subject of a room into another, as `from → to` with the imports behind it. `rooms` names for each
 * room with subjects the folders that all of them share. Files directly in the room are what composes the subjects, and
 * may import all of them; shared folders may import no subject.
 */
export function subjectCrossings(
  files: Iterable<FileImports>,
  rooms: Readonly<Record<string, readonly string[]>>,
): Map<string, string[]> {
  const crossings = new Map<string, string[]>()
  for (const { path, imports } of files) {
    const from = subjectOf(path)
    for (const { file } of imports) {
      const to = file === undefined ? undefined : subjectOf(file)
      if (from === undefined || to === undefined || from === to) continue
      const [room = '', name = ''] = to.split('/')
      const shared = rooms[room]
      if (shared === undefined || !from.startsWith(`${room}/`) || shared.includes(name)) continue
      const pair = `${from} → ${to}`
      crossings.set(pair, [...(crossings.get(pair) ?? []), `${path} → ${file}`])
    }
  }
  return crossings
}

const subjectOf = (path: string): string | undefined => {
  const parts = path.split('/')
  return parts.length < 3 ? undefined : `${parts[0]}/${parts[1]}`
}

const roomOf = (path: string): string => path.split('/')[0] ?? path

/** The level of the room that a file is in. Throws for one that is in none. */
export function levelOf(path: string, levels: Readonly<Record<string, number>>): number {
  const level = levels[roomOf(path)]
  if (level === undefined) throw new Error(`src/${path} is in no room of test/architecture/rules.ts`)
  return level
}

/** Imports of other rooms that are not on a lower level, as `from → to`. All of level 0 is common ground. */
export const upwardImports = (files: Iterable<FileImports>, levels: Readonly<Record<string, number>>): string[] =>
  importsBetweenRooms(files).flatMap(([from, to]) => {
    const [own, other] = [levelOf(from, levels), levelOf(to, levels)]
    return other >= own && !(own === 0 && other === 0) ? [`${from} → ${to}`] : []
  })

/** Imports of other rooms that pass by their `index.ts`. Those of level 0 have none. */
export const sidewaysImports = (files: Iterable<FileImports>, levels: Readonly<Record<string, number>>): string[] =>
  importsBetweenRooms(files).flatMap(([from, to]) =>
    levelOf(to, levels) > 0 && to.includes('/') && !to.endsWith('/index.ts') ? [`${from} → ${to}`] : [],
  )

function importsBetweenRooms(files: Iterable<FileImports>): [string, string][] {
  const all = [...files]
  const paths = new Set(all.map(({ path }) => path))
  return all.flatMap(({ path, imports }) =>
    imports.flatMap(({ file }): [string, string][] =>
      file === undefined || !paths.has(file) || roomOf(file) === roomOf(path) ? [] : [[path, file]],
    ),
  )
}
