import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { isBadgeError } from '../../errors.js'
import { sha256Hex } from '../../internal/sha256.js'
import { failed } from './checks.js'
import { takeLock } from './lock-file.js'
import { type Applied, RecordTable } from './table.js'

/** Which journal counts; the others are left over from compacting. */
const CURRENT = 'current'
const FIRST = 'journal-000001.ndjson'
/** A journal is written anew when it has this many times more changes than there are records. */
const SLACK = 8
const MIN_CHANGES = 10_000
const NEWLINE = 0x0a

export interface Journal {
  read<T>(look: (table: RecordTable) => T): T
  /** Plans and writes under the lock; what `plan` throws goes through. */
  write(plan: (table: RecordTable) => Applied[]): Promise<Applied[]>
  close(): Promise<void>
}

/**
 * Lines of `digest JSON`, each a commit. A line that was not finished when its process was killed is cut off by the next
 * writer. Readers take in what was added since they looked last.
 */
export function openJournal(folder: string, sync: boolean): Journal {
  let name = ''
  let table = new RecordTable()
  let file = -1
  let offset = 0
  let changes = 0
  let queue: Promise<unknown> = Promise.resolve()

  const open = (current: string): void => {
    const opened = openFile(folder, current)
    if (file >= 0) closeSync(file)
    file = opened
    name = current
    table = new RecordTable()
    offset = 0
    changes = 0
  }

  /** Takes in whole lines; gives whether there is something unfinished behind them. */
  const catchUp = (): boolean => {
    const current = currentName(folder)
    if (current !== name) {
      try {
        open(current)
      } catch (error) {
        // Compacted between the two looks: another one counts by now.
        if (currentName(folder) === current) throw error
        return catchUp()
      }
    }
    const { size } = fstatSync(file)
    if (size === offset) return false
    const bytes = new Uint8Array(size - offset)
    readSync(file, bytes, 0, bytes.length, offset)
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const applied = readLine(bytes.subarray(start, end))
      if (applied === undefined) {
        offset += start
        if (bytes.indexOf(NEWLINE, end + 1) < 0) return true
        throw failed('be read: its journal is damaged', undefined)
      }
      table.apply(applied)
      changes += applied.length
      start = end + 1
    }
    offset += start
    return start < bytes.length
  }

  const append = (applied: readonly Applied[]): void => {
    const bytes = new TextEncoder().encode(lineOf(applied))
    writeSync(file, bytes, 0, bytes.length, offset)
    if (sync) fsyncSync(file)
    offset += bytes.length
    table.apply(applied)
    changes += applied.length
  }

  /** A new journal of what counts; readers go over to it when `current` names it. */
  const compact = (): void => {
    const next = `journal-${String(Number(/\d+/.exec(name)?.[0] ?? 0) + 1).padStart(6, '0')}.ndjson`
    const rows = [...table.all()]
    const lines: string[] = []
    for (let i = 0; i < rows.length; i += 1000) lines.push(lineOf(rows.slice(i, i + 1000)))
    writeWhole(join(folder, next), lines.join(''), sync)
    writeWhole(join(folder, `${CURRENT}.part`), next, sync)
    renameSync(join(folder, `${CURRENT}.part`), join(folder, CURRENT))
    rmSync(join(folder, name), { force: true })
  }

  const guarded = <T>(what: string, act: () => T): T => {
    try {
      return act()
    } catch (cause) {
      throw isBadgeError(cause) ? cause : failed(what, cause)
    }
  }

  return {
    read: (look) =>
      guarded('be read', () => {
        catchUp()
        return look(table)
      }),
    write(plan) {
      const run = async (): Promise<Applied[]> => {
        const release = await takeLock(join(folder, 'lock'))
        try {
          return guarded('be written', () => {
            if (catchUp()) ftruncateSync(file, offset)
            const applied = plan(table)
            if (applied.length === 0) return applied
            append(applied)
            if (changes > MIN_CHANGES && changes > SLACK * table.size) compact()
            return applied
          })
        } finally {
          release()
        }
      }
      const result = queue.then(run)
      queue = result.catch(() => undefined)
      return result
    },
    async close() {
      await queue
      if (file >= 0) closeSync(file)
      file = -1
      name = ''
    },
  }
}

/** Only the very first journal is made here; any other was whole before `current` named it. */
function openFile(folder: string, name: string): number {
  const path = join(folder, name)
  if (name === FIRST && !existsSync(join(folder, CURRENT))) closeSync(openSync(path, 'a'))
  return openSync(path, 'r+')
}

function currentName(folder: string): string {
  try {
    const text = readFileSync(join(folder, CURRENT), 'utf8')
    return /^journal-\d{6,}\.ndjson$/.test(text) ? text : FIRST
  } catch {
    return FIRST
  }
}

function lineOf(applied: readonly Applied[]): string {
  const json = JSON.stringify(applied)
  return `${digestOf(json)} ${json}\n`
}

function readLine(line: Uint8Array): Applied[] | undefined {
  const text = new TextDecoder().decode(line)
  const json = text.slice(17)
  return text.slice(0, 16) === digestOf(json) ? (JSON.parse(json) as Applied[]) : undefined
}

const digestOf = (json: string): string => sha256Hex(json).slice(0, 16)

function writeWhole(path: string, text: string, sync: boolean): void {
  writeFileSync(path, text)
  if (!sync) return
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
