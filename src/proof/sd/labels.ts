/**
 * A statement of canonical N-Quads: subject, predicate, object, graph. Blank nodes count only where a term is;
 * the same characters inside a literal or an IRI are text. The literal is matched piece by piece, so that a picture in
 * a `data:` URL needs no deep backtracking.
 */
const STATEMENT = /^(\S+) (\S+) (_:\S+|<[^>]*>|"[^"\\]*(?:\\.[^"\\]*)*"\S*)(?: (\S+))? \.$/s

/** The lines of N-Quads, each with its line break. */
export const linesOf = (nquads: string): readonly string[] =>
  nquads
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)

/**
 * Gives the blank nodes of a statement other labels.
 *
 * @param label - from a label without `_:` to another; throws for one it does not know
 */
export function relabel(line: string, label: (name: string) => string): string {
  const match = STATEMENT.exec(line.slice(0, -1))
  if (match === null) throw new TypeError('not a statement of N-Quads')
  const [, subject = '', predicate = '', object = '', graph] = match
  const term = (text: string): string => (text.startsWith('_:') ? `_:${label(text.slice(2))}` : text)
  const end = graph === undefined ? '' : ` ${term(graph)}`
  return `${term(subject)} ${predicate} ${term(object)}${end} .\n`
}
