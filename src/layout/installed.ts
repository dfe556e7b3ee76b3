type Require = ((name: string) => unknown) & { resolve(name: string): string }
type Builtins = {
  'node:module': { createRequire(from: string): Require }
  'node:fs': { readFileSync(path: string): Uint8Array; realpathSync(path: string): string }
}

/** A module of Node, or `undefined` where the runtime is another. So bundles for browsers have no trace of it. */
function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined
}

/** Where packages are looked for: from the folder and from the program that runs, the `badgewright` command among them. */
function* places(): Generator<Require> {
  const { createRequire } = builtin('node:module') ?? {}
  const { realpathSync } = builtin('node:fs') ?? {}
  if (createRequire === undefined || realpathSync === undefined) return
  yield createRequire(`${process.cwd()}/package.json`)
  const [, program] = process.argv
  if (program !== undefined) yield createRequire(realpathSync(program))
}

/** An installed package, loaded; `undefined` when it is not there. For packages that only Node can load. */
export function loadInstalled(name: string): unknown {
  return find((require) => require(name))
}

/** The bytes of a file of an installed package, or `undefined` when it is not there. */
export function readInstalledFile(path: string): Uint8Array | undefined {
  const found = find((require) => require.resolve(path))
  return found === undefined ? undefined : builtin('node:fs')?.readFileSync(found)
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
