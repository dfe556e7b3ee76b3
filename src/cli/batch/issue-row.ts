import { join } from 'node:path'
import { bakeImage } from '../../bake/index.js'
import { type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { issueBadge } from '../../issue-badge.js'
import type { AchievementDraft, BadgeDraft, RecipientDraft } from '../../types/draft.js'
import type { Signer } from '../../types/keys.js'
import { formatJson, writeOutputFile } from '../io.js'
import type { BatchPlan } from './plan.js'
import type { Row } from './rows.js'

/** What became of a row. It holds no address and no name, so that a report can be passed on. */
export interface RowReport {
  readonly row: number
  readonly digest: string
  readonly status: 'issued' | 'checked' | 'refused' | 'already'
  readonly achievement: string
  readonly id: string
  readonly json: string
  readonly image: string
  readonly code: BadgeErrorCode | ''
  readonly message: string
}

export interface RowTask {
  readonly plan: BatchPlan
  readonly key: Signer
  readonly out: string
  readonly now: Date
  /** Checks everything and writes nothing. */
  readonly dryRun: boolean
}

/** Issues the badge of one row. A row that cannot become a badge is a report, not an exception. */
export async function issueRow(row: Row, task: RowTask): Promise<RowReport> {
  try {
    return await issue(row, task)
  } catch (error) {
    if (!isBadgeError(error)) throw error
    const details = error.problems?.map(({ pointer, detail }) => `${pointer}: ${detail}`) ?? [error.message]
    return refusal(row, error.code, details.join(' '))
  }
}

export const refusal = (row: Row, code: BadgeErrorCode, message: string): RowReport => ({
  ...blank(row),
  status: 'refused',
  code,
  message,
})

export const fileStem = (row: Row): string => `${String(row.number).padStart(6, '0')}-${row.digest}`

const blank = (row: Row) => ({
  row: row.number,
  digest: row.digest,
  achievement: row.cells.achievement ?? '',
  id: '',
  json: '',
  image: '',
  code: '' as const,
  message: '',
})

async function issue(row: Row, task: RowTask): Promise<RowReport> {
  const { cells } = row
  if (row.fault !== undefined) return refusal(row, 'ERR_ROW_INVALID', row.fault)
  const planned = task.plan.achievements.get(cells.achievement ?? '')
  if (planned === undefined) return refusal(row, 'ERR_ROW_INVALID', 'The achievements file has no such achievement.')
  if (cells.email === undefined && cells.did === undefined) {
    return refusal(row, 'ERR_ROW_INVALID', 'The row names neither an email nor a did.')
  }
  const badge = await issueBadge(toDraft(row, task.plan, planned.draft), task.key, { now: task.now })
  const { art } = planned
  const baked = art === undefined ? undefined : await bakeImage(art.bytes, badge, { ifBaked: 'replace' })
  const report = { ...blank(row), id: badge.id }
  if (task.dryRun) return { ...report, status: 'checked' }

  const json = `${fileStem(row)}.json`
  const image = art === undefined ? '' : `${fileStem(row)}.${art.format}`
  if (baked !== undefined) await writeOutputFile(join(task.out, image), baked)
  // The JSON comes last: once it is there, the row is done, whatever happens next.
  await writeOutputFile(join(task.out, json), formatJson(badge))
  return { ...report, status: 'issued', json, image }
}

function toDraft({ cells }: Row, plan: BatchPlan, achievement: AchievementDraft): BadgeDraft {
  const { email, name, did, id, validFrom, validUntil, evidence, narrative, result } = cells
  const recipient: RecipientDraft = {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(did === undefined ? {} : { did }),
  }
  return {
    issuer: plan.issuer,
    achievement,
    recipient,
    ...(id === undefined ? {} : { id }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(narrative === undefined && result === undefined
      ? {}
      : {
          credentialSubject: {
            ...(narrative === undefined ? {} : { narrative }),
            ...(result === undefined ? {} : { result: toResult(result, achievement) }),
          },
        }),
  }
}

/** A cell that names a level of the achievement's rubric is that level; anything else is a value. */
function toResult(cell: string, achievement: AchievementDraft) {
  const [description, ...others] = asArray(achievement.resultDescription)
  if (description?.id === undefined || others.length > 0) return { value: cell }
  const level = asArray(description.rubricCriterionLevel).find(
    ({ name, level }) => name === cell || String(level) === cell,
  )
  return {
    resultDescription: description.id,
    value: cell,
    ...(level?.id === undefined ? {} : { achievedLevel: level.id }),
  }
}
