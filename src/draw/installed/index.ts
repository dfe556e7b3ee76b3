type Require = ((name: string) => unknown) & { resolve(name: string): string }
type NodeModule = { createRequire(from: string): Require }
type NodeFiles = { readFileSync(path: string): Uint8Array; realpathSync(path: string): string }

// Not imported, so that bundles for browsers have no trace of Node's modules.
const nodeModule = () => globalThis.process?.getBuiltinModule?.('node:module') as NodeModule | undefined
const nodeFiles = () => globalThis.process?.getBuiltinModule?.('node:fs') as NodeFiles | undefined

/**
 * Where packages are looked for: first from this package itself, where package managers put its optional peers (in a
 * monorepo neither the folder nor the program has them); then from the folder, and from the program that runs.
 */
function* places(): Generator<Require> {
  const { createRequire } = nodeModule() ?? {}
  const { realpathSync } = nodeFiles() ?? {}
  if (createRequire === undefined || realpathSync === undefined) return
  const own = import.meta.url
  if (own?.startsWith('file:')) yield createRequire(own)
  yield createRequire(`${process.cwd()}/package.json`)
  const [, program] = process.argv
  if (program !== undefined) yield createRequire(realpathSync(program))
}

/** An installed package, loaded; `undefined` when it is not there. For packages that only Node can load. */
export function loadInstalled(name: string): unknown {
  return find((require) => require(name))
}

/** Where a package is installed, for another process to load it. */
export const resolveInstalled = (name: string): string | undefined => find((require) => require.resolve(name))

/** The bytes of a file of an installed package, or `undefined` when it is not there. */
export function readInstalledFile(path: string): Uint8Array | undefined {
  const found = resolveInstalled(path)
  return found === undefined ? undefined : nodeFiles()?.readFileSync(found)
}

function find<T>(look: (require: Require) => T): T | undefined {
  try {
    for (const require of places()) {
      try {
        return look(require)
      } catch {}
    }
  } catch {}
  return undefined
}
