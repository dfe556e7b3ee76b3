import { isOpenBadge2 } from '../../badge/kinds/index.js'
import { asArray } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'
import type { VerificationResult } from '../../types/verification.js'

const OPEN_BADGES_3 = ['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential']

/** The standard that a document says it follows. */
export function standardOf(document: JsonObject): NonNullable<VerificationResult['standard']> {
  if (isOpenBadge2(document)) return 'ob2'
  const types = asArray(document.type)
  if (OPEN_BADGES_3.some((name) => types.includes(name))) return 'ob3'
  return types.includes('ClrCredential') ? 'clr2' : 'vc'
}
