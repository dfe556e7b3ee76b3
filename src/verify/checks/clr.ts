import { later } from '../../internal/later.js'
import { type CheckDefinition, skipped } from '../core/check.js'
import type { VerifyNested } from '../core/nested.js'
import { standardOf } from '../core/standard.js'

/**
 * CLR 2.0: each credential in the record is verified as it would be alone. One without any proof is nobody's but the
 * record's, whose issuer vouches for it; that is reported. The verification itself is passed in, since it contains this
 * check.
 */
export const clrCredentials = (verifyNested: VerifyNested): CheckDefinition => ({
  id: 'clr.credentials',
  needs: ['input.parse', 'proof.signature'],
  required: ({ document }) => standardOf(document) === 'clr2',
  run: (run) =>
    standardOf(run.document) === 'clr2'
      ? work().then(({ verifyRecord }) => verifyRecord(run, verifyNested))
      : skipped('It is not a learner record.'),
})

const work = /* @__PURE__ */ later(() => import('./met/clr.js'))
