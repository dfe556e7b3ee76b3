import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { runCli } from '../../src/cli/run.js'
import { built } from '../support/built.js'

export const projectDir = fileURLToPath(new URL('../../', import.meta.url))

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

type Input = string | Uint8Array

/** Runs a command of the sources, in this process. */
export const cli = (args: readonly string[], stdin: Input = ''): Promise<CliResult> => startCli(args, stdin).ended

/** The same, for what goes on until it is told to end. */
export function startCli(args: readonly string[], stdin: Input | Readable = '') {
  const [stdout, stderr, signals] = [gathering(), gathering(), new EventEmitter()]
  const around = Object.assign(signals, {
    stdin: stdin instanceof Readable ? stdin : Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    // The mask of this process is not a command's to change: other tests run in it.
    umask: () => {},
  })
  return {
    out: stdout.text,
    err: stderr.text,
    signal: (name: NodeJS.Signals) => signals.emit(name),
    ended: runCli(args, around).then((code) => ({ code, out: stdout.text(), err: stderr.text() })),
  }
}

function gathering() {
  const parts: Buffer[] = []
  const stream = new Writable({
    write(part, _, done) {
      parts.push(part)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(parts).toString() }
}

/** The built command, for what only a process can show: its start, signals, pipes, threads. */
export const main = (): string => built('cli/main.js')

/** Runs the built command as a process of its own, as a shell would. */
export const builtCli = (args: readonly string[], stdin: Input = '', env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
  cliAt(main(), args, stdin, env)

/** The same of a copy of the command that lies elsewhere. */
export function cliAt(
  main: string,
  args: readonly string[],
  stdin: Input = '',
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ code: code ?? -1, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    )
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
