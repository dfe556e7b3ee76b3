import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import { languageTag } from '../../internal/language-tag.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { AchievementDraft, BadgeDraft } from '../../types/draft.js'
import { type Door, invalid } from './heading.js'
import type { CsvRow } from './read-csv.js'

/** Says of each row of a file why it cannot be a row of a batch; rows are given in their order. */
export function rowChecker(
  { needs, uses }: Door,
  achievements: Readonly<Record<string, unknown>> = {},
): (row: CsvRow) => BadgeError | undefined {
  /** Nobody gets the same badge twice because a list has a line twice. */
  const seen = new Map<string, number>()
  /** Two badges of one id could never be told apart, nor one of them be revoked. */
  const ids = new Map<string, number>()
  return ({ number, cells, fault, faultIn }) => {
    if (fault !== undefined) return invalid(fault, faultIn)
    const missing = needs.find((group) => group.every((column) => cells[column] === undefined))
    if (missing !== undefined) return invalid(`The row has no ${missing.join(' and no ')}.`, missing[0])
    const { achievement, email, name, did, id, locale } = Object.fromEntries(
      uses.map((column) => [column, cells[column]]),
    )
    if (achievement !== undefined && !Object.hasOwn(achievements, achievement)) return noSuchAchievement(achievements)
    if ((email?.length ?? 0) > limits.address || (name?.length ?? 0) > limits.personName) {
      return invalid(
        `An address has at most ${limits.address} characters, and a name ${limits.personName}.`,
        (name?.length ?? 0) > limits.personName ? 'name' : 'email',
      )
    }
    if (locale !== undefined && languageTag(locale) === undefined) {
      return invalid('The locale of the row is not a language tag, such as `en` or `pt-BR`.', 'locale')
    }
    const recipient = sha256Hex(JSON.stringify([email?.toLowerCase(), did, achievement, id])).slice(0, 22)
    const first = seen.get(recipient)
    if (first !== undefined) {
      return repeated(first, `Row ${first} gives the same achievement to the same recipient.`)
    }
    const sameId = id === undefined ? undefined : ids.get(id)
    if (sameId !== undefined) {
      return repeated(sameId, `Row ${sameId} has the same id already; ids name one badge each.`)
    }
    seen.set(recipient, number)
    if (id !== undefined) ids.set(id, number)
    return undefined
  }
}

/** A row that says what another one has said; its problem points at that one. */
const repeated = (row: number, message: string): BadgeError =>
  new BadgeError('ERR_ROW_DUPLICATE', message, {
    problems: [{ code: 'ERR_ROW_DUPLICATE', pointer: `/rows/${row}`, detail: message }],
  })

const LISTED = 20

/** `ERR_ROW_INVALID` that lists the achievements there are. What the row says is not quoted: cells may have shifted. */
export function noSuchAchievement(achievements: Readonly<Record<string, unknown>> | Iterable<string>): BadgeError {
  const names = Symbol.iterator in achievements ? [...achievements] : Object.keys(achievements)
  const listed = names
    .slice(0, LISTED)
    .map((name) => JSON.stringify(name))
    .join(', ')
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : ''
  return invalid(`There is no such achievement; there ${names.length === 1 ? 'is' : 'are'} ${listed || 'none'}${more}.`)
}

/** To whom the row gives a badge. A name is one line, also where its cell has several. */
export const recipientOf = ({ email, name, did }: CsvRow['cells']) =>
  defined({ email, name: name?.replaceAll(/\s*[\t\r\n\u2028\u2029]\s*/g, ' '), did })

/** What the row says of the badge, beside its recipient and achievement. */
export function draftOf(
  { id, validFrom, validUntil, evidence, narrative, result }: CsvRow['cells'],
  achievement?: AchievementDraft,
): Partial<BadgeDraft> {
  const subject = {
    ...defined({ narrative }),
    ...(result === undefined ? {} : { result: toResult(result, achievement) }),
  }
  return {
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
