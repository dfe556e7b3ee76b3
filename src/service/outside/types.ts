import type { FetchLike, LoaderOptions } from '../../types/loader.js'
import type { OutsideBadgeRecord } from '../core/records/index.js'

/** A badge of another issuer, as its owner sees it. */
export interface OutsideBadge extends Omit<OutsideBadgeRecord, 'schemaVersion' | 'personId' | 'text' | 'matchedHash'> {
  /** Whether it was issued to an address that is confirmed here, and is genuine: only then can others be shown it. */
  readonly isTheirs: boolean
  /** Whether others can see it now. */
  readonly isPublic: boolean
}

/** What is needed to add one. */
export interface NewOutsideBadge {
  readonly personId: string
  /** JSON, a compact JWS, or a file that a badge was baked into. */
  readonly file: Uint8Array | string
  /** With what keys and status lists of its issuer are fetched: one that guards. Without it nothing is fetched. */
  readonly fetch?: FetchLike
  /** Documents that are not fetched, by URL. */
  readonly documents?: NonNullable<LoaderOptions['documents']>
}

/** Badges of other issuers that somebody keeps among theirs. */
export interface OutsideSteps {
  /**
   * Verifies a badge and keeps it, private. `ERR_NOT_A_BADGE` for anything else, `ERR_VERIFICATION_FAILED` for one that is not
   * what its issuer signed, `ERR_ROW_DUPLICATE` for one that is there already, or that this service has issued.
   */
  add(input: NewOutsideBadge): Promise<OutsideBadge>
  /** Those of a person, the newest first: at most 100. */
  list(input: { personId: string }): Promise<readonly OutsideBadge[]>
  /** Lets others see one, or no longer. `ERR_ACCESS_DENIED` for one that was not issued to a confirmed address of theirs. */
  setOpen(input: { personId: string; id: string; open: boolean }): Promise<OutsideBadge>
  remove(input: { personId: string; id: string }): Promise<void>
  /** One as its owner, or anybody, may see it, with the credential as it was signed; else `null`. */
  look(input: { id: string; personId?: string }): Promise<(OutsideBadge & { readonly text: string }) | null>
}
