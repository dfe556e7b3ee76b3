import type { JsonObject } from '../../types/json.js'
import type { SuiteName } from '../../types/proof.js'
import type { BadgeServiceOptions } from '../core/options.js'
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
  /**
   * Removes for good all that is kept of an issuer beside that of the service: its keys, status lists, and what it has stored.
   * Nobody can verify what it issued any more, where its keys or lists were published here alone. Take it out of the settings
   * first, or it begins again with the next start.
   *
   * @returns what was removed: credentials and presentations, places in status lists included, and the lists
   * @throws BadgeError `ERR_RECORD_NOT_FOUND`
   */
  remove(input: { readonly name: string }): Promise<{ readonly credentials: number; readonly lists: number }>
  /** How the service's own issuer appears on all pages: as the options say, or as `setBrand` has stored it. */
  brand(): Promise<
    Omit<NonNullable<BadgeServiceOptions['brand']>, 'logo'> & {
      /** Another one for every other brand. */
      readonly key: string
      /** It is in the options of the service, and is not changed by `setBrand`. */
      readonly isConfigured: boolean
      /** Under a name that no other logo has. */
      readonly logo?: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }
    }
  >
  /**
   * Stores how it appears: what is given takes the place of all that was there, except that a logo stays until another is given
   * or `removeLogo` says otherwise. Other processes take it up within seconds.
   *
   * @throws BadgeError `ERR_STAGE_INVALID` where the options of the service have a `brand`; of the logo `ERR_FORMAT_UNKNOWN`,
   * `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_LIMIT_EXCEEDED`
   */
  setBrand(input: NonNullable<BadgeServiceOptions['brand']> & { readonly removeLogo?: boolean }): Promise<void>
  /** The logo of this name, as `brand()` gives it; `null` for another. */
  logo(name: string): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array } | null>
}
