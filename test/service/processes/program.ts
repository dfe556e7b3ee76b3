import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const project = fileURLToPath(new URL('../../../', import.meta.url))

/** A program of the tests, bundled so that plain Node runs it; packages stay where they are. */
export async function bundleProgram(source: URL): Promise<string> {
  const folder = join(project, '.cache/programs')
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, `${basename(fileURLToPath(source), '.ts')}-${process.pid}.mjs`)
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Contexts are JSON inside packages, which Node imports by itself.
    logLevel: 'error',
  })
  return outfile
}

export interface Program {
  readonly child: ChildProcess
  /** The next line that it prints; undefined when it ended. */
  readonly line: () => Promise<string | undefined>
  readonly ended: Promise<{ code: number | null; signal: string | null; stderr: string }>
}

export function startProgram(file: string, args: readonly string[]): Program {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting: ((line: string | undefined) => void)[] = []
  let rest = ''
  let stderr = ''
  let isOver = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const next = waiting.shift()
      if (next === undefined) lines.push(part)
      else next(part)
    }
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) => {
    child.on('close', (code, signal) => {
      isOver = true
      for (const next of waiting.splice(0)) next(undefined)
      resolve({ code, signal, stderr })
    })
  })
  return {
    child,
    ended,
    line: () => {
      const found = lines.shift()
      if (found !== undefined || isOver) return Promise.resolve(found)
      return new Promise((resolve) => waiting.push(resolve))
    },
  }
}
