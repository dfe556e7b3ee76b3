import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { type CheckDefinition, passed, skipped } from '../check.js'

/** VCDM 2.0 §4.10 and Open Badges 3.0 §9.1: whether the issuer has revoked or suspended the credential. */
export const statusRevocation: CheckDefinition = {
  id: 'status.revocation',
  needs: ['input.parse'],
  required: (run) => run.document.credentialStatus !== undefined,
  async run({ document, options }) {
    const entries = asArray(document.credentialStatus)
    if (entries.length === 0) return skipped('The credential names no status service, so it cannot be revoked.')
    const unchecked = problem(
      'ERR_STATUS_UNCHECKED',
      'The credential names a status service, and none of the answers needed is at hand.',
      '/credentialStatus',
    )
    for (const entry of entries) {
      const answer = isJsonObject(entry) && options.checkStatus ? await options.checkStatus(entry, document) : 'unknown'
      if (answer === 'revoked' || answer === 'suspended') {
        const detail = `The issuer has ${answer} the credential.`
        return {
          status: 'failed',
          summary: detail,
          next: 'Do not rely on the credential; ask the issuer if in doubt.',
          problems: [problem('ERR_STATUS_REVOKED', detail, '/credentialStatus')],
        }
      }
      if (answer !== 'valid') {
        return {
          status: 'indeterminate',
          summary: 'Whether it was revoked could not be found out.',
          next: 'Give a `checkStatus` that can answer for this status entry.',
          problems: [unchecked],
        }
      }
    }
    return passed('The credential is neither revoked nor suspended.')
  },
}

/** Open Badges 3.0 §9: a newer copy may be had from the issuer; the one at hand counts when that fails. */
export const refreshService: CheckDefinition = {
  id: 'refresh.service',
  needs: ['input.parse', 'proof.signature'],
  required: () => false,
  run: ({ document }) =>
    skipped(
      document.refreshService === undefined
        ? 'The credential names no refresh service.'
        : 'The refresh service was not asked; the credential counts as it stands.',
    ),
}
