import { BadgeError, isBadgeError } from '../errors.js'
import { assertSigner } from '../internal/assert-signer.js'
import { limits } from '../internal/limits.js'
import { signRules } from '../internal/option-tables.js'
import { checkOptions, checkValue, needed, type OptionTable, whole } from '../internal/options.js'
import { sha256Hex } from '../internal/sha256.js'
import type { ModelFinding } from '../types/model.js'
import { inOrder, refusal } from './engine/index.js'
import { type Done, type Executor, threadExecutor } from './executor.js'
import type { Finished } from './folder.js'
import type { RowTask } from './issue-row.js'
import { jsonOf, planOf } from './plan.js'
import type { BatchOptions, BatchOutcome, BatchProgress, BatchRow, BatchTemplate } from './types.js'

type Refused = BatchOutcome & { readonly status: 'refused' }

/** A batch makes new badges, each on its own, so that what is about earlier proofs is none of its options. */
const {
  fetch: _,
  proofId: __,
  addToProofs: ___,
  previousProof: ____,
  dangerouslySkipModelCheck: _____,
  lint: ______,
  ...signing
} = signRules

const templateRules = {
  draft: needed('object'),
  picture: 'bytes',
  achievements: 'object',
} as const satisfies OptionTable<BatchTemplate>

const rules = {
  ...signing,
  key: needed('anything'),
  recipientPrivacy: ['hashed', 'plain', 'none'],
  workers: whole(),
  concurrency: whole(1),
  folder: 'text',
  resume: 'boolean',
  dryRun: 'boolean',
  signal: 'signal',
  onProgress: 'function',
  onWarning: 'function',
} as const satisfies OptionTable<BatchOptions>

/**
 * Issues one badge for each row: creates, signs and bakes it, and writes its files where a folder is given. You get the
 * outcome of each row, in the order of the rows. A row that cannot become a badge is an outcome (`refused`); what
 * concerns all rows, such as a full disk or a key that does not fit, is thrown.
 *
 * Rows are read only as fast as you take outcomes, so memory stays the same however many there are. With a folder, a
 * badge's image is written before its JSON, each whole or not at all: a batch that was killed is resumed without
 * issuing a badge twice. Rows are known again by their content, also when rows were added or removed above them.
 *
 * For Node.
 *
 * @param rows - rows, or an error for a row that cannot be read, which becomes its outcome
 * @throws BadgeError `ERR_ARGUMENT_INVALID`, `ERR_FORMAT_UNKNOWN` (a picture), `ERR_FILE_EXISTS` (the folder holds
 * badges), `ERR_FILE_UNWRITABLE`, `ERR_ABORTED`, `ERR_KEY_…`, `ERR_SIGN_FAILED`, `ERR_SUITE_UNSUPPORTED`; and whatever
 * `rows` throws, after the outcomes of the rows before
 *
 * @example
 * import { issueBatch } from 'badgewright/batch'
 * import { generateKeyPair } from 'badgewright/keys'
 *
 * const template = {
 *   draft: {
 *     issuer: { name: 'Acme' },
 *     achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the welding exam.' },
 *   },
 * }
 * const rows = [{ recipient: { email: 'kim@example.org' } }, { recipient: { email: 'lou@example.org' } }]
 * for await (const outcome of issueBatch(rows, template, { key: await generateKeyPair(), workers: 2 })) {
 *   if (outcome.status === 'refused') console.error(outcome.row, outcome.code, outcome.message)
 *   else if (outcome.status === 'issued') console.log(outcome.row, outcome.json.name, outcome.json.bytes?.length)
 * }
 */
export async function* issueBatch(
  rows: Iterable<BatchRow | BadgeError> | AsyncIterable<BatchRow | BadgeError>,
  template: BatchTemplate,
  options: BatchOptions,
): AsyncGenerator<BatchOutcome, void, undefined> {
  checkValue('rows', rows, needed('rows'))
  checkOptions(template, templateRules)
  checkOptions(options, rules)
  assertSigner(options.key)
  const { folder, resume = false, dryRun = false, workers = 0, concurrency = 4, key, signal } = options
  assertCount('workers', workers, 0)
  assertCount('concurrency', concurrency, 1)
  const plan = planOf(template, options, () => new Date())
  const node = folder === undefined ? undefined : await import('./folder.js')
  const finished: Finished = (folder !== undefined && (await node?.openFolder(folder, resume, dryRun))) || new Map()
  const executor: Executor =
    workers > 0
      ? await (await import('./pool.js')).startPool(plan, key, workers)
      : threadExecutor(plan, key, folder === undefined ? undefined : node?.filesIn(folder), concurrency)
  const warned = new Set<string>()
  const warnOnce = (warning: ModelFinding): void => {
    const kind = `${warning.rule} ${warning.pointer}`
    if (!warned.has(kind)) options.onWarning?.(warning)
    warned.add(kind)
  }
  const progress = { rows: 0, issued: 0, checked: 0, already: 0, refused: 0 } satisfies BatchProgress

  const run = async (inputs: readonly (RowTask | Refused)[]): Promise<Done> => {
    const tasks = inputs.filter((input) => 'data' in input)
    if (tasks.length === 0) return { outcomes: inputs.filter((input) => 'status' in input), warnings: [] }
    const done = await executor.run(tasks)
    const rest = [...done.outcomes]
    const outcomes: BatchOutcome[] = []
    for (const input of inputs) {
      const outcome = 'status' in input ? input : rest.shift()
      if (outcome === undefined) break
      outcomes.push(outcome)
    }
    return { ...done, outcomes }
  }

  try {
    const { chunk, width } = executor
    for await (const { outcomes, warnings, error } of inOrder(toTasks(rows, finished), { chunk, width, run, signal })) {
      for (const warning of warnings) warnOnce(warning)
      for (const outcome of outcomes) {
        progress.rows += 1
        progress[outcome.status] += 1
        options.onProgress?.({ ...progress })
        yield outcome
      }
      if (error !== undefined) throw error
    }
  } finally {
    await executor.end()
    if (folder !== undefined && !dryRun) await node?.closeFolder(folder)
  }
}

function assertCount(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= limits.batchWidth) return
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `\`${name}\` must be a whole number from ${least} to ${limits.batchWidth}.`,
  )
}

async function* toTasks(
  rows: Iterable<BatchRow | BadgeError> | AsyncIterable<BatchRow | BadgeError>,
  finished: Finished,
): AsyncGenerator<RowTask | Refused> {
  let row = 0
  for await (const content of rows) {
    row += 1
    yield toTask(row, content, finished)
  }
}

function toTask(row: number, content: BatchRow | BadgeError, finished: Finished): RowTask | Refused {
  if (isBadgeError(content)) return { ...refusal(row, content), digest: '' }
  try {
    const data = jsonOf(content, 'A row', 'ERR_ROW_INVALID')
    const digest = sha256Hex(data).slice(0, 16)
    const own = `${String(row).padStart(6, '0')}-${digest}`
    const stem = takeStem(finished.get(digest), own)
    return { row, digest, data, stem: stem ?? own, isKnown: stem !== undefined }
  } catch (error) {
    if (isBadgeError(error)) return { ...refusal(row, error), digest: '' }
    throw error
  }
}

/** The files that an earlier run wrote for a row of this content: of this very row, or of one that has moved. */
function takeStem(stems: string[] | undefined, own: string): string | undefined {
  if (stems === undefined) return undefined
  const [stem] = stems.splice(Math.max(0, stems.indexOf(own)), 1)
  return stem
}
