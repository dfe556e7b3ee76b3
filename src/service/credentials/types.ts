import type { JsonObject } from '../../types/json.js'
import type { SignOptions } from '../../types/proof.js'

/** Presentations that are signed as they are handed in, with the issuer as their holder: what the VC-API does. */
export interface PresentationSteps {
  /**
   * Signs a presentation, and keeps it only with `store`.
   *
   * @returns the signed presentation: with an embedded proof, or the JWT in its envelope
   * @throws BadgeError `ERR_STAGE_INVALID` where one of this id is stored, whether or not this one is to be;
   * `ERR_ISSUER_RETIRED`; `ERR_ARGUMENT_INVALID` for a `created` in the future; `ERR_MODEL_INVALID`, `ERR_HOLDER_MISMATCH`,
   * `ERR_PROOF_IS_BASE`, `ERR_PROOF_MISSING`, and what signing throws
   */
  create(input: {
    readonly presentation: JsonObject
    /** `vp` (default) with an embedded proof; `vp+jwt` by VC-JOSE-COSE. */
    readonly form?: 'vp' | 'vp+jwt'
    readonly sign?: Pick<SignOptions, 'suite' | 'created' | 'challenge' | 'domain' | 'contexts' | 'documents'>
    /** Whether it is kept, to be read and removed by its `id`. Default `false`. */
    readonly store?: boolean
  }): Promise<{ readonly presentation: JsonObject }>
  /** A presentation that was stored, by its id; `null` where there is none. */
  get(presentationId: string): Promise<JsonObject | null>
  /** @throws BadgeError `ERR_RECORD_NOT_FOUND` */
  remove(input: { readonly presentationId: string }): Promise<void>
}

/** Credentials that are signed as they are handed in: what the VC-API does. Badges are issued by the service itself. */
export interface CredentialSteps {
  /**
   * Signs a credential, gives it a place in a status list where one is asked for, and keeps it only with `store`.
   *
   * @returns the signed credential: an object, or a JWT as compact text
   * @throws BadgeError `ERR_STAGE_INVALID` where one of this id has a status here already, or is stored, whether or not this one
   * is to be: of what was neither stored nor got a status nothing is known, so that its id can be given again.
   * `ERR_ISSUER_RETIRED`; `ERR_ARGUMENT_INVALID` for a `created` in the future; `ERR_MODEL_INVALID`, and what signing throws
   */
  issue(input: {
    readonly credential: JsonObject
    /** `vc` (default) with an embedded proof; `vc+jwt` by VC-JOSE-COSE; `vc-jwt` by Open Badges 3.0. */
    readonly form?: 'vc' | 'vc+jwt' | 'vc-jwt'
    readonly sign?: Pick<
      SignOptions,
      'suite' | 'created' | 'challenge' | 'domain' | 'mandatoryPointers' | 'contexts' | 'documents'
    >
    /** What it gets status entries for; both, and it can be suspended and revoked. Default: none. */
    readonly statusPurpose?: 'revocation' | 'suspension' | readonly ('revocation' | 'suspension')[]
    /** The name by which it is found later. Default: its `id`. */
    readonly credentialId?: string
    /** Whether it is kept, to be read and removed by its id. Default `false`: it is handed out and forgotten. */
    readonly store?: boolean
  }): Promise<{ readonly credential: JsonObject | string }>
  /**
   * Sets or clears the status of a credential that got its place here, found by its id, or else by its entry. It counts at
   * once where this service verifies; the list that is published says so within `statusPublishSeconds`.
   *
   * @throws BadgeError `ERR_ISSUER_RETIRED` where the key is not here any more; `ERR_RECORD_NOT_FOUND`; `ERR_STATUS_PURPOSE` where it has no status for this purpose, and for a
   * revocation that is to be taken back
   */
  setStatus(input: {
    readonly credentialId?: string
    readonly statusPurpose: 'revocation' | 'suspension'
    readonly statusListCredential?: string
    readonly statusListIndex?: string
    readonly status: boolean
  }): Promise<void>
  /** A credential that was stored, by its id; `null` where there is none. */
  get(
    credentialId: string,
  ): Promise<{ readonly credential: JsonObject | string; readonly form: 'vc' | 'vc+jwt' | 'vc-jwt' } | null>
  /**
   * Removes a stored credential. Its place in a status list stays, so that it can still be revoked.
   *
   * @throws BadgeError `ERR_RECORD_NOT_FOUND`
   */
  remove(input: { readonly credentialId: string }): Promise<void>
}
