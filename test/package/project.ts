import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { built } from '../support/built.js'

export const projectDir = fileURLToPath(new URL('../../', import.meta.url))
export const distDir = dirname(built('index.js'))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly engines: { readonly node: string }
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export const manifest = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as Manifest

/** Entry points with code and types, by the name that users import. */
export const entryPoints = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ specifier: `badgewright${subpath.slice(1)}`, ...target }],
)

const execute = promisify(execFile)

/** Runs a program and gives what it printed; a failure shows both streams. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { cwd, maxBuffer: 64 * 1024 * 1024, env: cleanEnvironment() })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error })
  }
}

/** npm tells its children about the project it runs for; a nested npm must not take that for its own. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local)/.test(name)),
  )

export const node = (args: readonly string[], cwd: string) => run(process.execPath, args, cwd)

/** A program of a development dependency. */
export const tool = (name: string) => join(projectDir, 'node_modules', '.bin', name)

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-package-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Packed {
  readonly tarball: string
  readonly files: readonly { readonly path: string }[]
}

let packed: Promise<Packed> | undefined

/** The built project as npm would publish it, packed once for all tests of a worker. */
export function packedProject(): Promise<Packed> {
  packed ??= pack(join(projectDir, '.cache/package', process.env.VITEST_POOL_ID ?? '0'))
  return packed
}

async function pack(folder: string): Promise<Packed> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const out = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], projectDir)
  const [report] = JSON.parse(out) as { filename: string; files: Packed['files'] }[]
  if (report === undefined) throw new Error(`npm pack said: ${out}`)
  return { tarball: join(folder, report.filename), files: report.files }
}
