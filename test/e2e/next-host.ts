import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const projectDir = fileURLToPath(new URL('../../', import.meta.url))
const lockDir = fileURLToPath(new URL('next/', import.meta.url))
const example = join(projectDir, 'examples/frameworks/next')

/** What npm tells its children about the project it runs for is not for these; nor is vitest's `NODE_ENV`. */
const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|config_local)|NODE_ENV|VITEST)/.test(name),
    ),
  ),
  NEXT_TELEMETRY_DISABLED: '1',
  NODE_ENV: 'production',
  ...more,
})

/** In CI it must be; elsewhere it depends on whether a registry answers. */
export async function canInstallNext(): Promise<boolean> {
  if (process.env.CI !== undefined) return true
  return execute('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=10000'], { env: environment() }).then(
    () => true,
    () => false,
  )
}

/**
 * The example as its reader has it: Next.js from the registry in the versions of the lockfile beside this file, this
 * package as it would be published, built and started as in production. It weighs too much for everybody who installs
 * the project.
 */
export async function startNext() {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-next-'))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const run = (program: string, args: readonly string[], cwd = folder) =>
    execute(program, args, { cwd, env: environment(), maxBuffer: 64 * 1024 * 1024 })
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const next = join(folder, 'node_modules/next/dist/bin/next')
  try {
    cpSync(example, folder, { recursive: true })
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(lockDir, name), join(folder, name))
    await run('npm', ['ci', '--include=optional', ...quiet])
    const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], projectDir)
    const [{ filename = '' } = {}] = JSON.parse(packed.stdout) as { filename?: string }[]
    await run('npm', ['install', '--no-save', ...quiet, join(folder, filename)])
    await run(process.execPath, [next, 'build'])
  } catch (error) {
    remove()
    throw error
  }
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const args = [next, 'start', '--port', String(port), '--hostname', 'localhost']
  const child = spawn(process.execPath, args, { cwd: folder, env: environment({ ORIGIN: origin }) })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const ended = new Promise((resolve) => child.on('close', resolve))
  const close = async () => {
    child.kill('SIGTERM')
    await ended
    remove()
  }
  for (let i = 0; i < 300; i++) {
    if ((await fetch(origin).catch(() => undefined))?.ok) return { origin, close }
    await wait(200)
  }
  writeFileSync(2, `${said}\n`)
  await close()
  throw new Error('Next.js did not start')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
