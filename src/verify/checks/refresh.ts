import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Check } from '../../types/verification.js'
import { type CheckDefinition, type Finding, skipped } from '../core/check.js'
import type { NestedResult } from '../core/nested.js'
import type { Refresh } from '../core/refresh.js'
import type { VerificationRun } from '../core/run.js'

const REFRESH_TYPE = '1EdTechCredentialRefresh'

/**
 * Open Badges 3.0 §9: once the credential at hand is proven, a newer copy is asked for, once, and verified; what makes
 * it count is its conformance and its proof, so that a copy that has since been revoked counts as well. The copy must
 * be the same credential (§10: ids of issuer and credential) and not an older one. Otherwise the original counts.
 */
export async function refresh(
  run: VerificationRun,
  done: ReadonlyMap<string, Check>,
  verifyCopy: (copy: JsonValue) => Promise<NestedResult>,
): Promise<Refresh> {
  const service = asArray<JsonValue>(run.document.refreshService).find(
    (item): item is JsonObject => isJsonObject(item) && asArray(item.type).includes(REFRESH_TYPE),
  )
  if (service === undefined) return { finding: skipped(`The credential names no ${REFRESH_TYPE} service.`) }
  return (await import('./met/refresh.js')).askService(service, run, done, verifyCopy)
}

/** Reports what {@link refresh} found; it runs before the checks that would otherwise look at the older copy. */
export const refreshService = (finding: Finding): CheckDefinition => ({
  id: 'refresh.service',
  needs: ['input.parse'],
  required: () => false,
  run: () => finding,
})
