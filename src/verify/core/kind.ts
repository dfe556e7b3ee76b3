import { type DocumentKind, kindsIn } from '../../badge/kinds/index.js'
import type { ReadInput } from './input.js'

/** The kinds that what was handed in says it is of; a JWT may say it in its payload alone. */
export function kindsOf({ document = {}, jwt }: Pick<ReadInput, 'document' | 'jwt'>): readonly DocumentKind[] {
  const kinds = kindsIn(document)
  return kinds.length === 0 && jwt?.isPresentation === true ? ['presentation'] : kinds
}
