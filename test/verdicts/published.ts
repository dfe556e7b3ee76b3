import { upgradeOpenBadge2 } from '../../src/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { filesUnder } from '../conformance/case.js'
import { type Compared, compareAll } from '../conformance/compare.js'
import { sources } from '../conformance/sources.js'
import { ob2VectorDocuments } from '../support/ob2-vectors.js'
import { readVectorText } from '../support/vectors.js'
import { digest, row, sorted, type Table } from './rows.js'

/** Each published case of other projects: our verdict, and what speaks against it. */
export async function publishedRows(): Promise<Table> {
  const rows: string[] = []
  for (const source of sources) rows.push(...(await compareAll(source, [])).map(rowOf))
  for (const file of filesUnder('1edtech-validator/ob20')) rows.push(...(await upgraded(file)))
  return { rows: sorted(rows) }
}

/** The validator's own tests are of that time. */
const now = '2023-01-01T00:00:00Z'

/** What becomes of a badge of Open Badges 2.0. */
async function upgraded(file: string): Promise<readonly string[]> {
  if (!file.endsWith('.json')) return []
  // Among them are texts that are not JSON, on purpose.
  const { unverifiedCredential: assertion = {} } = await verifyCredential(readVectorText(file), { now })
  if (![assertion.type].flat().includes('Assertion')) return []
  const documents = { ...ob2VectorDocuments(assertion), [String(assertion.id)]: assertion }
  const { credential } = await verifyCredential(assertion, { now, documents })
  return credential === undefined ? [] : [row(`${file} (upgradeOpenBadge2)`, digest(upgradeOpenBadge2(credential)))]
}

const rowOf = ({ source, case: { file, about }, ours, reason }: Compared): string =>
  row(
    `${source}: ${file} (${about})`,
    ours?.verdict ?? `skipped: ${reason}`,
    ours?.against.filter(Boolean).join(' ') ?? '',
  )
