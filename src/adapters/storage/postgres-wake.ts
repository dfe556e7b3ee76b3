import type { StorageChange } from '../../service/index.js'
import type { PostgresPool } from './postgres.js'

/** Others are woken once in this time, however much is committed in it: each time costs a statement. */
const REST_MS = 200
/** Before a connection that listens is opened again. */
const REOPEN_MS = 1_000
/** A clock that is a little ahead of that of the database wakes others too. */
const AHEAD_MS = 1_000

type Client = Awaited<ReturnType<PostgresPool['connect']>>

/** Wakes other processes when something is due, and is woken by them. What is lost here is found by polling. */
export interface Wake {
  /** After a commit. */
  committed(changes: readonly StorageChange[]): void
  listen(onDue: () => void): () => Promise<void>
  close(): Promise<void>
}

export function createWake(pool: PostgresPool, schema: string): Wake {
  const channel = `${schema}_due`
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const listeners = new Set<() => Promise<void>>()
  let isClosed = false
  let isResting = false
  let earliest = Number.POSITIVE_INFINITY
  const later = (act: () => void, milliseconds: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, milliseconds)
    // Nothing is lost with it, so it keeps no process running.
    timer.unref?.()
    timers.add(timer)
  }
  const notify = (): void => {
    if (isClosed || isResting || earliest === Number.POSITIVE_INFINITY) return
    const due = earliest
    earliest = Number.POSITIVE_INFINITY
    isResting = true
    later(() => {
      isResting = false
      notify()
    }, REST_MS)
    // The database knows the time: what is due later wakes nobody.
    const text = 'SELECT pg_notify($1, $2) WHERE $3 <= extract(epoch FROM clock_timestamp()) * 1000 + $4'
    void once(pool, text, [channel, '', due, AHEAD_MS])
  }
  return {
    committed(changes) {
      for (const { due } of changes) if (due !== undefined) earliest = Math.min(earliest, due)
      notify()
    },
    listen(onDue) {
      let isOver = false
      let end = async (): Promise<void> => {}
      const open = async (isAgain: boolean): Promise<void> => {
        const ended = (): void => {
          if (!isOver && !isClosed) later(() => void open(true), REOPEN_MS)
        }
        const opened = await listenOn(pool, channel, onDue, ended)
        if (opened === undefined) return ended()
        end = opened
        if (isOver || isClosed) return end()
        // Whatever was notified meanwhile was heard by nobody.
        if (isAgain) onDue()
      }
      const stop = async (): Promise<void> => {
        isOver = true
        listeners.delete(stop)
        await first
        await end()
      }
      listeners.add(stop)
      const first = open(false)
      return stop
    },
    async close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...listeners].map((stop) => stop()))
    },
  }
}

async function once(pool: PostgresPool, text: string, values: unknown[]): Promise<void> {
  try {
    const client = await pool.connect()
    const isSound = await client.query(text, values).then(
      () => true,
      () => false,
    )
    client.release(!isSound)
  } catch {
    // Nobody is woken, and finds by polling what is due.
  }
}

/** A connection that listens; gives what ends it, or `undefined` where there is none. `ended` is called when it breaks. */
async function listenOn(
  pool: PostgresPool,
  channel: string,
  onDue: () => void,
  ended: () => void,
): Promise<(() => Promise<void>) | undefined> {
  let client: Client
  try {
    client = await pool.connect()
  } catch {
    return undefined
  }
  let isOver = false
  const over = (): boolean => {
    if (isOver) return false
    isOver = true
    client.removeListener?.('notification', notified)
    client.removeListener?.('error', broken)
    client.removeListener?.('end', broken)
    // It listens, and is of no use to anybody else.
    client.release(true)
    return true
  }
  const notified = (message: { readonly channel?: unknown }): void => {
    if (message.channel === channel) onDue()
  }
  const broken = (): void => {
    if (over()) ended()
  }
  client.on?.('notification', notified)
  client.on?.('error', broken)
  client.on?.('end', broken)
  try {
    await client.query(`LISTEN ${channel}`)
  } catch {
    return over() ? undefined : async () => {}
  }
  return async () => {
    over()
  }
}
