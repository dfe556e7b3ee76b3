import type { BatchRow } from '../../batch/index.js'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { AchievementDraft, RecipientDraft } from '../../types/draft.js'
import type { Row } from './rows.js'
import type { CourseTemplate } from './template.js'

/** Turns rows of the file into rows of the batch, and says of a row that cannot be one what is wrong with it. */
export function rowReader({ achievements }: CourseTemplate): (row: Row) => BatchRow | BadgeError {
  /** Nobody gets the same badge twice because a list has a line twice. */
  const seen = new Map<string, number>()
  /** Two badges of one id could never be told apart, nor one of them be revoked. */
  const ids = new Map<string, number>()
  return ({ number, cells, fault }) => {
    const invalid = (message: string) => new BadgeError('ERR_ROW_INVALID', message)
    if (fault !== undefined) return invalid(fault)
    const { achievement: name, email, did, id } = cells
    if (name === undefined) return invalid('The row names no achievement.')
    if (!Object.hasOwn(achievements, name)) {
      return invalid('The achievements file has no such achievement.')
    }
    if (email === undefined && did === undefined) return invalid('The row names neither an email nor a did.')
    const who = sha256Hex(JSON.stringify([email?.toLowerCase(), did, name, id])).slice(0, 22)
    const first = seen.get(who)
    if (first !== undefined) {
      return new BadgeError('ERR_ROW_DUPLICATE', `Row ${first} gives the same achievement to the same recipient.`)
    }
    const sameId = id === undefined ? undefined : ids.get(id)
    if (sameId !== undefined) {
      return new BadgeError('ERR_ROW_DUPLICATE', `Row ${sameId} has the same id already; ids name one badge each.`)
    }
    seen.set(who, number)
    if (id !== undefined) ids.set(id, number)
    return toBatchRow(cells, name, achievements[name]?.achievement)
  }
}

function toBatchRow(cells: Row['cells'], name: string, achievement: AchievementDraft | undefined): BatchRow {
  const { email, name: person, did, id, validFrom, validUntil, evidence, narrative, result } = cells
  const recipient: RecipientDraft = {
    ...defined({ email, name: person, did }),
  }
  const subject = {
    ...defined({ narrative }),
    ...(result === undefined ? {} : { result: toResult(result, achievement) }),
  }
  return {
    achievement: name,
    recipient,
    ...defined({ id, validFrom, validUntil, evidence }),
    ...(Object.keys(subject).length === 0 ? {} : { credentialSubject: subject }),
  }
}

/** A cell that names a level of the achievement's rubric is that level; anything else is a value. */
function toResult(cell: string, achievement: AchievementDraft | undefined) {
  const [description, ...others] = asArray(achievement?.resultDescription)
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
