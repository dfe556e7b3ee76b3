import type { RecipientPrivacy } from '../credential/index.js'
import type { BadgeErrorCode, ErrorProblem } from '../errors.js'
import type { AchievementDraft, BadgeDraft } from '../types/draft.js'
import type { Signer } from '../types/keys.js'
import type { ModelFinding } from '../types/model.js'
import type { SignOptions } from '../types/proof.js'
import type { Instant } from '../types/time.js'

/** What the badges of a batch have in common. */
export interface BatchTemplate {
  /** Members that every badge has: at least `issuer`, and `achievement` where there is only one. */
  readonly draft: Partial<BadgeDraft>
  /** Bytes of the PNG or SVG to bake badges into. Without one, there are only JSON files. */
  readonly picture?: Uint8Array
  /** Where there are several achievements: by the short names that rows use. */
  readonly achievements?: Readonly<
    Record<
      string,
      {
        readonly achievement: AchievementDraft
        /** The picture to bake its badges into. Default: the template's. */
        readonly picture?: Uint8Array
      }
    >
  >
}

/**
 * One badge to be: a draft without what the template has. A member given here takes the place of the template's.
 * Rows are plain data, since they travel to the workers as JSON.
 */
export interface BatchRow extends Partial<Omit<BadgeDraft, 'achievement'>> {
  /** Short name of one of the template's achievements, or an achievement. Default: the template's own. */
  readonly achievement?: string | AchievementDraft
  /** Salt of hashed identifiers, to make a batch repeatable. Leave it out otherwise: fresh random bits are safer. */
  readonly salt?: string
}

/** Options of `issueBatch`. */
export interface BatchOptions
  extends Omit<
    SignOptions,
    'now' | 'fetch' | 'proofId' | 'addToProofs' | 'previousProof' | 'lint' | 'dangerouslySkipModelCheck'
  > {
  /** A key pair, or a `Signer` in front of a KMS or HSM (which cannot move to workers). */
  readonly key: Signer
  /** Time of issue, the same for all. Default: the clock, when the batch starts. */
  readonly now?: Instant
  /** As in `createCredential`. */
  readonly recipientPrivacy?: RecipientPrivacy
  /** Threads that create, sign, bake and write. Default 0: all of it in this thread. */
  readonly workers?: number
  /** Without workers: rows under way at the same time. More than one pays when the signer is far away. Default 4. */
  readonly concurrency?: number
  /**
   * Folder to write into; it is made where it is missing, and refused when it holds badges already unless `resume`
   * is set. Without a folder, the outcomes hold the files.
   */
  readonly folder?: string
  /** Goes on where an earlier run into the same folder ended: rows whose files are there are not issued again. */
  readonly resume?: boolean
  /** Does everything but write; outcomes hold no files. */
  readonly dryRun?: boolean
  /** Aborting ends the iteration with `ERR_ABORTED`. The files of a row are written whole or not at all. */
  readonly signal?: AbortSignal
  /** Called for every row, just before you get its outcome. */
  readonly onProgress?: (progress: BatchProgress) => void
  /** Called once for each thing that is allowed but not advisable. */
  readonly onWarning?: (warning: ModelFinding) => void
}

/** Rows so far, by what became of them. */
export interface BatchProgress {
  readonly rows: number
  readonly issued: number
  readonly checked: number
  readonly already: number
  readonly refused: number
}

/** What became of a row. */
export type BatchOutcome = {
  /** Number of the row, from 1. */
  readonly row: number
  /** Identifies the content of the row, so that a resumed batch knows it again; empty for a row that was an error. */
  readonly digest: string
} & (
  | {
      /** The badge was issued now, or (`already`) by the run that is resumed. */
      readonly status: 'issued' | 'already'
      /** Id of the credential. */
      readonly id: string
      /** Named `000001-` (the row), a digest of the row's content, and the extension. `bytes` where the batch has no folder. */
      readonly json: { readonly name: string; readonly bytes?: Uint8Array }
      /** Where there is a picture. */
      readonly image?: { readonly name: string; readonly bytes?: Uint8Array }
    }
  | {
      /** Dry run: the badge would be issued. */
      readonly status: 'checked'
    }
  | {
      /** The row cannot become a badge. */
      readonly status: 'refused'
      readonly code: BadgeErrorCode
      /** Says what is wrong and what to do; holds no address. */
      readonly message: string
      readonly problems: readonly ErrorProblem[]
    }
)

/** A file of a badge. */
export type BatchFile = Extract<BatchOutcome, { readonly json: unknown }>['json']
