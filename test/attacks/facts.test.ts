import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { noVectorsReason } from '../support/vectors.js'

/** The crafted cases that lie beside a checkout. */
const folder = fileURLToPath(new URL('../../../shared/cases/attacks/', import.meta.url))
const isThere = existsSync(folder)

interface Row {
  readonly name: string
  readonly file: string
  readonly options: VerifyOptions
  readonly documents?: string
  readonly text?: boolean
  readonly mustNotBe?: 'verified'
}

/** Cases that verify in full, each a fault of its own with a test that names it; a row goes once that is mended. */
const open: readonly string[] = [
  'jwt: iat in the future',
  'jwt: iat text',
  'status: list signed by a stranger in their own name',
  'status: list of another address by the same issuer (substituted)',
  'ob2: startsWith without a slash, host that continues it',
  'ob2: startsWith without a slash, port',
  'ob2: startsWith a path, dot segments lead out of it',
]

const read = (file: string): string => readFileSync(folder + file, 'utf8')

function inputOf({ file, text }: Row): JsonValue | Uint8Array {
  if (file.endsWith('.json')) return text ? read(file) : (JSON.parse(read(file)) as JsonObject)
  return file.endsWith('.jwt') ? read(file) : new Uint8Array(readFileSync(folder + file))
}

describe.skipIf(!isThere)(`no forgery is authentic and in force ${isThere ? '' : noVectorsReason}`, () => {
  const rows = isThere ? (JSON.parse(read('manifest.json')) as Row[]) : []
  const forgeries = rows.filter(({ mustNotBe }) => mustNotBe === 'verified')

  it('has forgeries, and leaves out none that there is not', () => {
    expect(forgeries.length).toBeGreaterThan(200)
    expect(open.filter((name) => !forgeries.some((row) => row.name === name))).toEqual([])
  })

  it('by facts.authentic and facts.inForce', async () => {
    const found: string[] = []
    for (const row of forgeries.filter(({ name }) => !open.includes(name))) {
      const documents = row.documents === undefined ? {} : { documents: JSON.parse(read(row.documents)) as JsonObject }
      const { facts } = await verifyCredential(inputOf(row), { ...row.options, ...(documents as object) })
      if (facts.authentic === true && facts.inForce === true) found.push(row.name)
    }
    expect(found).toEqual([])
  })
})
