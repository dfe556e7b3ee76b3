import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { fileStem, type RowReport } from './issue-row.js'
import type { Row } from './rows.js'

/**
 * Looks which rows an earlier run finished: those whose JSON file is there, under the name that the row's number and
 * content give it. Without `--resume`, a folder that holds badges already is refused, so that nothing is issued twice
 * by accident.
 */
export async function findFinished(out: string, resume: boolean): Promise<(row: Row) => RowReport | undefined> {
  const files = new Set(await readdir(out).catch(() => []))
  const badges = [...files].filter((name) => /^\d{6,}-[0-9a-f]{12}\.json$/.test(name))
  if (!resume && badges.length > 0) {
    throw new BadgeError('ERR_FILE_EXISTS', `${out} holds badges already; give --resume to go on, or another folder.`)
  }
  const ids = new Map<string, string>()
  for (const name of badges) ids.set(name, await idOf(join(out, name)))
  return (row) => {
    const json = `${fileStem(row)}.json`
    const id = ids.get(json)
    if (id === undefined) return undefined
    const image = ['png', 'svg'].map((format) => `${fileStem(row)}.${format}`).find((name) => files.has(name)) ?? ''
    const achievement = row.cells.achievement ?? ''
    return {
      row: row.number,
      digest: row.digest,
      status: 'already',
      achievement,
      id,
      json,
      image,
      code: '',
      message: '',
    }
  }
}

async function idOf(path: string): Promise<string> {
  const badge = parseJson(new Uint8Array(await readFile(path)))
  return isJsonObject(badge) && typeof badge.id === 'string' ? badge.id : ''
}
