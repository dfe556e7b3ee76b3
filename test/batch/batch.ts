import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { BatchOutcome, BatchRow, BatchTemplate } from '../../src/batch/index.js'
import { smallPng } from '../container/images.js'

export const achievement = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }

export const template: BatchTemplate = {
  draft: { issuer: { name: 'Acme' }, achievement },
  picture: smallPng,
}

/** Rows whose badges are the same in every run. */
export const fixedRows = (length: number): BatchRow[] =>
  Array.from({ length }, (_, i) => ({
    id: `urn:example:${i}`,
    salt: `salt-${i}`,
    recipient: { email: `person.${i}@example.org`, name: `Person ${i}` },
  }))

export async function outcomesOf(batch: AsyncIterable<BatchOutcome>): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = []
  for await (const outcome of batch) outcomes.push(outcome)
  return outcomes
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-batch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Every file of a folder with its content. */
export const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]),
  )
