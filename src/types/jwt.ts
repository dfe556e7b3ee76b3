import type { LoaderOptions } from './loader.js'
import type { ModelFinding } from './model.js'
import type { SuiteName } from './proof.js'
import type { Instant } from './time.js'
import type { Problem } from './verification.js'

/** Options of `signCredentialAsJwt`. */
export interface JwtSignOptions extends LoaderOptions {
  /**
   * The form, told apart by the header `typ`. `vc-jwt` (the default, which issuers of Open Badges are certified with):
   * Open Badges 3.0 §8.2; `typ` is `JWT` or absent, and the claims `iss`, `jti`, `nbf` and `sub` repeat what the
   * credential says. `vc+jwt`: W3C VC-JOSE-COSE; the payload is the credential and nothing else.
   */
  readonly format?: 'vc-jwt' | 'vc+jwt'
  /**
   * How the header names the key. `kid` (the default) is the verification method, a URL for verifiers to look up. `jwk`
   * is the public key itself, which proves nothing about the issuer unless its JWKS or DID document lists the key too.
   */
  readonly keyHeader?: 'kid' | 'jwk'
  /** The `kid`. Default: the key's own `id`. */
  readonly verificationMethod?: string
  /**
   * Id of a subject that has none, such as a recipient known by e-mail address: a `vc-jwt` must name its subject.
   * Default: a fresh `urn:uuid:`.
   */
  readonly subjectId?: string
  /** Embedded proofs to make first, so that the credential inside the JWT is signed too. Default: none. */
  readonly embed?: SuiteName | readonly SuiteName[]
  /** When the embedded proofs are made; a JWT says nothing of the kind. Default: `now`. */
  readonly created?: Instant
  /** As for `signCredential`: what becomes of a badge that no verifier would pass. Default `refuse`. */
  readonly lint?: 'refuse' | 'off' | ((findings: readonly ModelFinding[]) => void)
  /** As for `signCredential`: signs what verifiers refuse, for test material only. */
  readonly dangerouslySkipModelCheck?: boolean
  /** The clock of embedded proofs. Default: the current time. */
  readonly now?: Instant
  /** Called with what is allowed but not advisable. */
  readonly onWarning?: (warning: Problem & { readonly fix: string }) => void
}

export type JwtFormat = NonNullable<JwtSignOptions['format']>
