import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { BadgeError } from '../../errors.js'
import { hexEncode } from '../../internal/bytes.js'
import { randomBytes } from '../../internal/random.js'

const PATIENCE_MS = 10_000
const STEP_MS = 4

/**
 * Waits until this process holds the lock; gives what lets it go. The lock is a file that names its holder, made whole by
 * a hard link: it is never there half-written. One whose holder is no longer alive is taken over.
 */
export async function takeLock(path: string): Promise<() => void> {
  const me = `${hostname()} ${process.pid} ${hexEncode(randomBytes(8))}`
  const own = `${path}.${process.pid}.${hexEncode(randomBytes(8))}`
  writeFileSync(own, me)
  try {
    for (let waited = 0; ; waited += STEP_MS) {
      if (tryLink(own, path)) return () => release(path, me)
      if (isAbandoned(path)) takeAway(path)
      else if (waited >= PATIENCE_MS) {
        throw new BadgeError('ERR_STORAGE_LOCKED', 'Another process holds the lock of this folder and does not let go.')
      } else await new Promise((resolve) => setTimeout(resolve, STEP_MS))
    }
  } finally {
    rmSync(own, { force: true })
  }
}

function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  }
}

/** A lock of this host whose process is gone. Those of other hosts cannot be judged. */
function isAbandoned(path: string): boolean {
  const holder = readHolder(path)
  if (holder === undefined || holder.host !== hostname()) return false
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH'
  }
}

function readHolder(path: string): { host: string; pid: number } | undefined {
  try {
    const [host = '', pid = ''] = readFileSync(path, 'utf8').split(' ')
    return /^\d+$/.test(pid) ? { host, pid: Number(pid) } : undefined
  } catch {
    return undefined
  }
}

/**
 * Of several that see the same abandoned lock one may take it away, and none the lock that another has taken since: that
 * is what the second lock is for. It is held for moments only, so an old one is abandoned too.
 */
function takeAway(path: string): void {
  const guard = `${path}.guard`
  try {
    writeFileSync(guard, '', { flag: 'wx' })
  } catch {
    if (ageOf(guard) > PATIENCE_MS / 2) rmSync(guard, { force: true })
    return
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

function ageOf(path: string): number {
  try {
    const { mtimeMs } = statSync(path)
    return Date.now() - mtimeMs
  } catch {
    return 0
  }
}

function release(path: string, me: string): void {
  try {
    if (readFileSync(path, 'utf8') === me) rmSync(path)
  } catch {
    // It is gone already.
  }
}
