import { BadgeError } from '../../errors.js'
import { createWorkBudget, type WorkBudget } from '../core/budget.js'
import { handOver } from './not-covered.js'
import type { Quad } from './quads.js'
import { sortInPlace } from './sort.js'

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal digits. */
export type TextDigest = (text: string) => string

interface Blank {
  /** The quads that mention it. */
  readonly quads: Quad[]
  /** The same with `_:a` for this node and `_:z` for any other (RDFC-1.0 §4.6.3). */
  readonly seen: Quad[]
  hash: string
}

const UNDERSCORE = 0x5f
const isBlank = (term: string): boolean => term.charCodeAt(0) === UNDERSCORE
const graphBlank = (graph: string): string | undefined =>
  graph.charCodeAt(1) === UNDERSCORE ? graph.slice(1) : undefined

/**
 * RDF Dataset Canonicalization (RDFC-1.0): the canonical N-Quads of a set of quads.
 *
 * Blank nodes that look alike are compared in depth as long as that takes no more steps than there are such nodes, the
 * limit of the reference implementation; beyond it the graph is handed over, and the reference refuses it.
 */
export function canonicalQuads(
  quads: readonly Quad[],
  digest: TextDigest,
  budget: Pick<WorkBudget, 'hashes'> = createWorkBudget(),
): string {
  const blanks = collectBlanks(quads)
  const names = blanks.size < 2 ? soleName(blanks) : issueNames(blanks, quads.length, digest, budget)
  const nameOf = (term: string): string => (isBlank(term) ? (names.get(term) ?? term) : term)
  // Lines that start with the same subject are sorted among themselves, part by part: shorter lists of shorter strings
  // than whole lines. No part is the beginning of another, but for labels such as `_:c14n1` and `_:c14n10` and for
  // literals whose language or datatype follows; there the blank after the shorter one sorts first, and so does it.
  const bySubject = new Map<string, Statement[]>()
  for (const { subject, predicate, object, graph } of quads) {
    const name = graphBlank(graph)
    const statement = {
      predicate,
      object: nameOf(object),
      graph: name === undefined ? graph : ` ${nameOf(name)}`,
    }
    const statements = bySubject.get(subject)
    if (statements === undefined) bySubject.set(subject, [statement])
    else statements.push(statement)
  }
  const subjects: { readonly name: string; readonly statements: Statement[] }[] = []
  for (const [subject, statements] of bySubject) subjects.push({ name: nameOf(subject), statements })
  sortInPlace(subjects, (a, b) => (a.name < b.name ? -1 : 1))
  let text = ''
  for (const { name, statements } of subjects) {
    sortInPlace(statements, inOrder)
    for (const { predicate, object, graph } of statements) text += `${name}${predicate}${object}${graph} .\n`
  }
  return text
}

/** What is said of a subject, with canonical names. */
interface Statement {
  readonly predicate: string
  readonly object: string
  readonly graph: string
}

function inOrder(a: Statement, b: Statement): number {
  if (a.predicate !== b.predicate) return a.predicate < b.predicate ? -1 : 1
  if (a.object !== b.object) return a.object < b.object ? -1 : 1
  return a.graph < b.graph ? -1 : 1
}

const soleName = (blanks: ReadonlyMap<string, Blank>): Map<string, string> =>
  new Map([...blanks.keys()].map((label) => [label, '_:c14n0']))

function collectBlanks(quads: readonly Quad[]): Map<string, Blank> {
  const blanks = new Map<string, Blank>()
  const mention = (label: string, quad: Quad): void => {
    let blank = blanks.get(label)
    if (blank === undefined) {
      blank = { quads: [], seen: [], hash: '' }
      blanks.set(label, blank)
    } else if (blank.quads.at(-1) === quad) return
    blank.quads.push(quad)
    blank.seen.push(seenFrom(label, quad))
  }
  for (const quad of quads) {
    if (isBlank(quad.subject)) mention(quad.subject, quad)
    if (isBlank(quad.object)) mention(quad.object, quad)
    const graph = graphBlank(quad.graph)
    if (graph !== undefined) mention(graph, quad)
  }
  return blanks
}

function seenFrom(label: string, { subject, predicate, object, graph }: Quad): Quad {
  const view = (term: string): string => (isBlank(term) ? (term === label ? '_:a' : '_:z') : term)
  const name = graphBlank(graph)
  return {
    subject: view(subject),
    predicate,
    object: view(object),
    graph: name === undefined ? graph : ` ${view(name)}`,
  }
}

/** The lines of quads, sorted; see {@link canonicalQuads} for why the parts decide. */
function sortedLines(quads: Quad[]): string {
  sortInPlace(quads, (a, b) => (a.subject === b.subject ? inOrder(a, b) : a.subject < b.subject ? -1 : 1))
  let text = ''
  for (const { subject, predicate, object, graph } of quads) text += `${subject}${predicate}${object}${graph} .\n`
  return text
}

/** Canonical identifiers of all blank nodes (RDFC-1.0 §4.4.3, steps 3 to 5). */
function issueNames(
  blanks: ReadonlyMap<string, Blank>,
  quadCount: number,
  digest: TextDigest,
  budget: Pick<WorkBudget, 'hashes'>,
): Map<string, string> {
  const byHash = new Map<string, string[]>()
  for (const [label, blank] of blanks) {
    blank.hash = digest(sortedLines(blank.seen))
    const alike = byHash.get(blank.hash)
    if (alike === undefined) byHash.set(blank.hash, [label])
    else alike.push(label)
  }
  const names = new Map<string, string>()
  const issue = (label: string): void => {
    if (!names.has(label)) names.set(label, `_:c14n${names.size}`)
  }
  const ambiguous: string[][] = []
  const hashes = [...byHash.keys()]
  sortInPlace(hashes, (a, b) => (a < b ? -1 : 1))
  for (const hash of hashes) {
    const labels = byHash.get(hash) ?? []
    if (labels.length === 1) labels.forEach(issue)
    else ambiguous.push(labels)
  }
  if (ambiguous.length > 0) {
    const steps = ambiguous.reduce((sum, labels) => sum + labels.length, 0)
    const search: Search = {
      blanks,
      names,
      digest,
      steps,
      hashes: budget.hashes + 4 * quadCount,
      related: new Map(),
    }
    try {
      nameAlike(search, ambiguous, issue)
    } finally {
      budget.hashes = Math.max(0, Math.min(budget.hashes, search.hashes))
    }
  }
  return names
}

/** Names the nodes that their own quads do not tell apart. */
function nameAlike(search: Search, ambiguous: readonly string[][], issue: (label: string) => void): void {
  for (const labels of ambiguous) {
    const paths: Path[] = []
    for (const label of labels) {
      if (!search.names.has(label)) paths.push(hashNDegree(search, label, new Map([[label, '_:b0']]), 0))
    }
    paths.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    for (const path of paths) for (const label of path.issued.keys()) issue(label)
  }
}

interface Search {
  readonly blanks: ReadonlyMap<string, Blank>
  /** Canonical identifiers issued so far. */
  readonly names: ReadonlyMap<string, string>
  readonly digest: TextDigest
  /** Calls of {@link hashNDegree} that are left. */
  steps: number
  /** Hashes of related nodes that are left. */
  hashes: number
  /** Hashes by their input; the same come up again and again. */
  readonly related: Map<string, string>
}

/** Temporary identifiers in the order in which they were issued. */
type Issued = ReadonlyMap<string, string>

interface Path {
  readonly hash: string
  readonly issued: Issued
}

/** The reference recurses without end in chains of this length; ours must keep its stack. */
const DEPTH = 256
/** Six nodes have 720 orders. More that are alike in one place would exceed the steps anyhow. */
const ALIKE = 6

/** Hash N-Degree Quads (RDFC-1.0 §4.8). */
function hashNDegree(search: Search, label: string, issued: Issued, depth: number): Path {
  // The reference prunes orders that cannot win, depending on how its blank nodes happen to be labelled. This does
  // not, so it takes at least as many steps: what it accepts, the reference accepts under any labelling.
  search.steps -= 1
  if (search.steps < 0 || depth > DEPTH) handOver('blank nodes too much alike')
  const groups = relatedGroups(search, label, issued)
  let data = ''
  let current = issued
  for (const hash of [...groups.keys()].sort()) {
    const related = groups.get(hash) ?? []
    let chosen: { path: string; issued: Issued } | undefined
    for (const order of ordersOf(related)) {
      const candidate = followOrder(search, order, current, depth)
      if (chosen === undefined || candidate.path < chosen.path) chosen = candidate
    }
    data += hash + (chosen?.path ?? '')
    current = chosen?.issued ?? current
  }
  return { hash: search.digest(data), issued: current }
}

function followOrder(
  search: Search,
  order: readonly string[],
  issued: Issued,
  depth: number,
): { path: string; issued: Issued } {
  let path = ''
  const copy = new Map(issued)
  const unvisited: string[] = []
  for (const label of order) {
    const name = search.names.get(label)
    if (name !== undefined) {
      path += name
      continue
    }
    if (!copy.has(label)) {
      unvisited.push(label)
      copy.set(label, `_:b${copy.size}`)
    }
    path += copy.get(label)
  }
  let current: Issued = copy
  for (const label of unvisited) {
    const result = hashNDegree(search, label, current, depth + 1)
    path += `${current.get(label)}<${result.hash}>`
    current = result.issued
  }
  return { path, issued: current }
}

/** The nodes around a node, by the hash of how they are related to it (RDFC-1.0 §4.7 and §4.8.3, step 3). */
function relatedGroups(search: Search, label: string, issued: Issued): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  const relate = (other: string, position: string, predicate: string): void => {
    if (other === label) return
    search.hashes -= 1
    if (search.hashes < 0) {
      throw new BadgeError('ERR_RDF_LIMIT', 'The blank nodes of the document are too much alike to tell them apart.')
    }
    // In a predicate that needs an escape the algorithm wants the bare character, which is not kept here.
    if (predicate.includes('\\')) handOver('escaped predicate')
    const name = search.names.get(other) ?? issued.get(other) ?? search.blanks.get(other)?.hash ?? ''
    const input = position + (position === 'g' ? '' : predicate.trim()) + name
    let hash = search.related.get(input)
    if (hash === undefined) {
      hash = search.digest(input)
      search.related.set(input, hash)
    }
    const group = groups.get(hash)
    if (group === undefined) groups.set(hash, [other])
    else group.push(other)
  }
  for (const { subject, predicate, object, graph } of search.blanks.get(label)?.quads ?? []) {
    if (isBlank(subject)) relate(subject, 's', predicate)
    if (isBlank(object)) relate(object, 'o', predicate)
    const name = graphBlank(graph)
    if (name !== undefined) relate(name, 'g', predicate)
  }
  return groups
}

/**
 * All orders of the nodes of a group. One node may be in it many times, as a proof graph is for each of its triples; if
 * that holds for several nodes, the reference tries fewer orders than there are, so it has to decide.
 */
function ordersOf(related: readonly string[]): readonly (readonly string[])[] {
  const distinct = new Set(related).size
  if (distinct === 1) return [related]
  if (distinct !== related.length || distinct > ALIKE) handOver('blank nodes too much alike')
  return permutations(related)
}

function permutations(labels: readonly string[]): string[][] {
  if (labels.length < 2) return [[...labels]]
  return labels.flatMap((first, i) =>
    permutations([...labels.slice(0, i), ...labels.slice(i + 1)]).map((rest) => [first, ...rest]),
  )
}
