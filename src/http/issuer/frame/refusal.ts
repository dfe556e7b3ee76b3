import { columnName, columns } from '../../../batch/csv/index.js'
import type { BadgeErrorCode, ErrorProblem } from '../../../errors.js'
import type { Translator } from '../../../texts/pages/index.js'

/** Why a row has no badge. */
export interface Refused {
  readonly code: BadgeErrorCode
  readonly message: string
  readonly problems?: readonly ErrorProblem[] | undefined
}

/** The same in the language of the reader; what we have no words for is said in general. */
export function refusalText({ t, locale, number }: Translator, { code, problems = [] }: Refused): string {
  const [, place = ''] = /^\/(.+)$/.exec(problems[0]?.pointer ?? '') ?? []
  if (code === 'ERR_ADDRESS_INVALID') return t('error.address')
  if (code === 'ERR_ROW_DUPLICATE') {
    const row = Number(/^rows\/(\d+)$/.exec(place)?.[1])
    return row > 0 ? t('row.same', { row: number(row) }) : t('row.repeated')
  }
  const column = columns.find((name) => name === place)
  if (column !== undefined) return t('row.column', { column: columnName(column, locale) })
  return t(code === 'ERR_ROW_INVALID' ? 'row.unreadable' : 'row.badge')
}
