import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import packageJson from '../../package.json' with { type: 'json' }
import build from '../../tsup.config.js'
import { Reader, type Thing } from './reader.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A name that an entry point exports, and the thing that it names. */
export interface PublicName {
  readonly entry: string
  /** As it is imported; a member of a namespace as `Namespace.member`. */
  readonly name: string
  readonly thing: Thing
}

export interface Surface {
  readonly names: readonly PublicName[]
  /** Every type of ours that is reached from the signatures of exported values, by its place, with what named it first. */
  readonly reached: ReadonlyMap<string, { readonly thing: Thing; readonly by: string }>
}

/** Everything that users can import, read with the compiler from the sources. */
export function readSurface(): Surface {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  return surfaceOf(
    ts.createProgram(
      entries.map(([, file]) => file),
      options,
    ),
    entries,
    `${root}src/`,
  )
}

/** Entry points by the name that users import, with the file that each is built from. */
const entries: readonly (readonly [string, string])[] = Object.keys(packageJson.exports)
  .filter((path) => path !== './package.json')
  .map((path) => {
    const { entry } = build as { entry: Record<string, string> }
    return [`badgewright${path.slice(1)}`, `${root}${entry[path === '.' ? 'index' : path.slice(2)]}`]
  })

/** The surface of some entry points, whose sources lie below a folder. */
export function surfaceOf(
  program: ts.Program,
  entries: readonly (readonly [string, string])[],
  source: string,
): Surface {
  const reader = new Reader(program.getTypeChecker(), source)
  const exported = entries.flatMap(([entry, file]) =>
    reader.exportsOf(program.getSourceFile(file)).map(({ name, symbol }) => ({ entry, name, symbol })),
  )
  reader.publish(exported.map(({ symbol }) => symbol))
  const names = exported.map(({ entry, name, symbol }) => ({ entry, name, thing: reader.read(symbol) }))
  return { names, reached: reach(reader, names) }
}

function reach(reader: Reader, names: readonly PublicName[]): Surface['reached'] {
  const reached = new Map<string, { thing: Thing; by: string }>()
  const open = names.filter(({ thing }) => thing.isValue).map(({ thing }) => thing)
  for (let thing = open.pop(); thing !== undefined; thing = open.pop()) {
    for (const symbol of thing.mentions) {
      const mentioned = reader.read(symbol)
      if (reached.has(mentioned.place)) continue
      reached.set(mentioned.place, { thing: mentioned, by: thing.name })
      open.push(mentioned)
    }
  }
  return reached
}

/** The public API as lines, each of which says something by itself, in order. */
export function linesOf({ names }: Surface): readonly string[] {
  const lines = names.flatMap(({ entry, name, thing }) => [
    `${entry} exports ${thing.isValue ? name : `type ${name}`}`,
    ...thing.lines,
  ])
  return inOrder(lines)
}

const inOrder = (lines: readonly string[]): readonly string[] =>
  [...new Set(lines)].toSorted((a, b) => (a < b ? -1 : 1))

/** Types that a public signature names, and that no entry point exports. */
export function unexported({ names, reached }: Surface): readonly string[] {
  const places = new Set(names.map(({ thing }) => thing.place))
  return inOrder([...reached].flatMap(([place, { by }]) => (places.has(place) ? [] : [`${place}, which ${by} names`])))
}

/** Types that are exported, and that no public signature names. */
export const unnamed = ({ names, reached }: Surface): readonly string[] =>
  inOrder(
    names.flatMap(({ entry, name, thing }) =>
      thing.isValue || reached.has(thing.place) ? [] : [`${name} of ${entry}`],
    ),
  )

/** Names that are exported for more than one thing, and things that are exported under more than one name. */
export function ambiguous({ names }: Surface): readonly string[] {
  const [places, called] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  for (const { name, thing } of names) {
    places.set(name, (places.get(name) ?? new Set()).add(thing.place))
    called.set(thing.place, (called.get(thing.place) ?? new Set()).add(name))
  }
  const several = (of: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...of].flatMap(([one, many]) => (many.size > 1 ? [`${one}: ${[...many].join(', ')}`] : []))
  return inOrder([...several(places), ...several(called)])
}
