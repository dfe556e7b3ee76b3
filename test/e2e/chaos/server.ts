import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL of our own, in a temporary folder and at a port that was free. */
export interface PrivatePostgres {
  readonly url: string
  /** Of its first process, which the others are children of. */
  readonly pid: number
  /** As after a power cut: nothing is finished, and the log is replayed. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

const programs = ['initdb', 'pg_ctl', 'postgres']

/** The folder of the programs: the newest one of Debian, or where `pg_ctl` of the path is. */
function programFolder(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':').filter((folder) => folder !== ''),
  ]
  return folders.find((folder) => programs.every((name) => existsSync(join(folder, name))))
}

/** PostgreSQL refuses to run as root; `postgres` is who it runs as then. */
function userOf(): { uid: number; gid: number } | undefined | 'none' {
  if (process.getuid?.() !== 0) return undefined
  try {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString())
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return 'none'
  }
}

/** Why it cannot be started here; `undefined` where it can. */
export function whyNotHere(): string | undefined {
  if (programFolder() === undefined) return `there is no folder with ${programs.join(', ')}`
  return userOf() === 'none' ? 'PostgreSQL does not run as root, and there is no user `postgres`' : undefined
}

export async function startPostgres(): Promise<PrivatePostgres> {
  const bin = programFolder()
  const user = userOf()
  if (bin === undefined || user === 'none') throw new Error(whyNotHere())
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const [data, log] = [join(folder, 'data'), join(folder, 'log')]
  const run = (name: string, args: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      // Nothing is read of it: the server inherits what `pg_ctl` has, and would keep a pipe open.
      const child = spawn(join(bin, name), args, { ...user, cwd: folder, stdio: 'ignore' })
      child.on('error', reject)
      child.on('exit', (code) => {
        if (code === 0) resolve()
        else reject(new Error(`${name} ended with ${code}. ${existsSync(log) ? readFileSync(log, 'utf8') : ''}`))
      })
    })
  const control = (...args: string[]): Promise<void> => run('pg_ctl', ['-D', data, '-l', log, '-w', ...args])
  const port = await freePort()
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=''`
  try {
    await run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'])
    await control('-o', options, 'start')
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return {
    pid: Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restart: () => control('-m', 'immediate', '-o', options, 'restart'),
    async stop() {
      await control('-m', 'immediate', 'stop').catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
