import { problem } from '../../internal/problems.js'
import { type CheckDefinition, passed, skipped } from '../check.js'
import { issuerOf } from '../issuer.js'

/**
 * VCDM 2.0 §9 (validation): whether the verifier's own policy trusts the issuer. Never mixed with verification, but it
 * waits until the issuer is proven: a forged badge that names a trusted issuer is not trusted.
 */
export const issuerTrust: CheckDefinition = {
  id: 'issuer.trust',
  needs: ['proof.signature', 'issuer.binding'],
  required: () => false,
  run({ document, options }) {
    if (options.trust === undefined) return skipped('No trust policy was given.')
    const issuer = issuerOf(document)
    const { trust } = options
    const trusted = ('issuers' in trust ? trust.issuers : trust).map(policyId)
    if (issuer !== undefined && trusted.includes(policyId(issuer.id))) {
      return passed('The trust policy lists the issuer.')
    }
    const detail = 'The trust policy does not list the issuer.'
    return {
      status: 'failed',
      summary: detail,
      next: 'Add the issuer to the policy if you have good reason to trust it.',
      problems: [problem('ERR_ISSUER_UNTRUSTED', detail, '/issuer')],
    }
  },
}

/**
 * An id as policies compare it: blanks trimmed and percent signs decoded, but for what separates the parts of a URL.
 * DIDs stay as they are: `%3A` in a `did:web` is a port, `:` a path, and what they name belongs to different people.
 */
function policyId(id: string): string {
  const trimmed = id.trim()
  try {
    return /^did:/i.test(trimmed) ? trimmed : decodeURI(trimmed)
  } catch {
    return trimmed
  }
}
