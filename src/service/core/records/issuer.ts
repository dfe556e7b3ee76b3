import type { JsonObject } from '../../../types/json.js'
import type { KeyType, PublicKeyDocument } from '../../../types/keys.js'
import type { SuiteName } from '../../../types/proof.js'

/** An issuer of a service, as the settings of its host last described it: collection `issuers`. */
export interface IssuerRecord {
  readonly schemaVersion: 1
  /** A segment of its URL. Absent at the issuer of the service itself. */
  readonly name?: string
  readonly issuerId: string
  /** Name, URL and picture; without the id. */
  readonly profile: JsonObject
  /** Type of its key, and the verification method that it began with. */
  readonly keyType: KeyType
  readonly keyId: string
  /** Its public half, for when the settings name the issuer no longer; absent where the signer does not show it. */
  readonly key?: PublicKeyDocument
  /** The suites that sign, in their order; empty for the suite of the key, and where it makes JWTs. */
  readonly suites: readonly SuiteName[]
  readonly form: 'vc' | 'vc+jwt' | 'vc-jwt'
  /** What every credential gets status entries for. */
  readonly statusPurposes: readonly ('revocation' | 'suspension')[]
  /** For `ecdsa-sd-2023`. */
  readonly mandatoryPointers: readonly string[]
  readonly timeZone: string
  readonly since: string
}
