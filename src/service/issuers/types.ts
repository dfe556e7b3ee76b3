import type { JsonObject } from '../../types/json.js'
import type { SuiteName } from '../../types/proof.js'
import type { IssuerRecord } from '../core/records/index.js'

/** Several issuers of one service. Each is also a service of its own: `service.forIssuer`. */
export interface IssuerSteps {
  /**
   * Stores what the issuer of this service is: its own, or that for which `forIssuer` gave it. What was stored of it before
   * gives way.
   *
   * @throws BadgeError `ERR_SIGN_ISSUER_MISMATCH` where the name was that of an issuer with another id, such as one whose
   * did:key was lost
   */
  describe(input: {
    readonly profile: JsonObject
    readonly suites?: readonly SuiteName[]
    readonly form?: 'vc' | 'vc+jwt' | 'vc-jwt'
    readonly statusPurposes?: readonly ('revocation' | 'suspension')[]
    readonly mandatoryPointers?: readonly string[]
  }): Promise<IssuerRecord>
  /** Those that were described: that of the service itself, which has no `name`, then the others by name. */
  list(): Promise<readonly IssuerRecord[]>
}
