import { asArray } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import { type CheckDefinition, skipped } from '../core/check.js'
import type { VerifyNested } from '../core/nested.js'

/**
 * VCDM 2.0 §4.10 and Open Badges 3.0 §9.1: whether the issuer has revoked or suspended the credential. It waits for the
 * proof, since only the issuer may say where the list is. A list is a credential itself, and its verification contains
 * this check, so that it is passed in.
 */
export const statusRevocation = (verifyNested: VerifyNested): CheckDefinition => ({
  id: 'status.revocation',
  needs: ['input.parse', 'proof.signature'],
  required: (run) => run.document.credentialStatus !== undefined,
  run(run) {
    if (asArray(run.document.credentialStatus).length === 0) {
      return skipped('The credential names no status service, so it cannot be revoked.')
    }
    return work().then(({ askStatus }) => askStatus(run, verifyNested))
  },
})

const work = /* @__PURE__ */ later(() => import('./met/status.js'))
