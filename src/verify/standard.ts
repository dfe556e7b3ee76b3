import { asArray } from '../internal/json.js'
import type { JsonObject } from '../types/json.js'
import type { CredentialStandard } from '../types/verification.js'

const OPEN_BADGES_3 = ['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential']

/** The standard that a document says it follows. */
export function standardOf({ type }: JsonObject): CredentialStandard {
  const types = asArray(type)
  if (OPEN_BADGES_3.some((name) => types.includes(name))) return 'ob3'
  return types.includes('ClrCredential') ? 'clr2' : 'vc'
}
