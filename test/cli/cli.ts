import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const projectDir = fileURLToPath(new URL('../../', import.meta.url))
export const main = join(projectDir, 'dist/cli/main.js')

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly bytes: Uint8Array
}

/** Runs the built command as a process of its own, as a shell would. */
export const cli = (
  args: readonly string[],
  stdin: string | Uint8Array = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<CliResult> => cliAt(main, args, stdin, environment)

/** The same of a copy of the command that lies elsewhere. */
export function cliAt(
  main: string,
  args: readonly string[],
  stdin: string | Uint8Array = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  if (!existsSync(main)) throw new Error('dist/ is not built; run `npm run build` before these tests')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...environment } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const bytes = Buffer.concat(out)
      resolve({ code: code ?? -1, out: bytes.toString(), err: Buffer.concat(err).toString(), bytes })
    })
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}

/** A folder for the files of one test file, removed afterwards. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000)
  return (name) => join(folder, name)
}
