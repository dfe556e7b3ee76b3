import { issuerOf } from '../../badge/index.js'
import { problem } from '../../internal/problems.js'
import { type CheckDefinition, type Finding, passed, skipped } from '../core/check.js'
import type { VerifyOptions } from '../core/options.js'
import type { VerificationRun } from '../core/run.js'
import { askPolicy } from '../core/trust-policy.js'

/**
 * VCDM 2.0 §9 (validation): whether the verifier's own policy trusts the issuer. Never mixed with verification, but it
 * waits until the issuer is proven: a forged badge that names a trusted issuer is not trusted.
 */
export const issuerTrust: CheckDefinition = {
  id: 'issuer.trust',
  needs: ['proof.signature', 'issuer.binding'],
  required: () => false,
  run(run) {
    const { trust } = run.options
    return trust === undefined ? skipped('No trust policy was given.') : judge(trust, run)
  },
}

async function judge(
  trust: NonNullable<VerifyOptions['trust']>,
  { document, loader }: VerificationRun,
): Promise<Finding> {
  const issuer = issuerOf(document)
  const policy = 'length' in trust ? { issuers: trust } : trust
  const { trusted, registry, unread } = await askPolicy(policy, issuer?.id ?? '', loader)
  if (trusted && issuer !== undefined) {
    return passed(registry === undefined ? 'The trust policy lists the issuer.' : `${registry} lists the issuer.`)
  }
  const [open] = unread
  if (open !== undefined) {
    return {
      status: 'indeterminate',
      summary: `A registry could not be asked: ${open.message}`,
      next: 'Supply the registry in `documents`, or enable fetching.',
      problems: unread.map(({ code, message }) => problem(code, message)),
    }
  }
  const detail = 'The trust policy does not list the issuer.'
  return {
    status: 'failed',
    summary: detail,
    next: 'Add the issuer to the policy if you have good reason to trust it.',
    problems: [problem('ERR_ISSUER_UNTRUSTED', detail, '/issuer')],
  }
}
