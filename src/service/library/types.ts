import type {
  EventRecord,
  SavedBadgeRecord,
  SavedBadgeVersionRecord,
  SavedLook,
  Skill,
  SkillFrameworkRecord,
  ValidFor,
} from '../core/records/index.js'

/** A badge for the library, new or changed. */
export interface SavedBadgeInput {
  /** The badge that gets a new version. Default: a new badge. */
  readonly id?: string
  /** The version that this follows: another one in the meantime is `ERR_STORAGE_CONFLICT`. */
  readonly after?: number
  readonly name: string
  readonly description: string
  /** Markdown. */
  readonly criteria: string
  /** BCP 47: the language that this is written in. */
  readonly language?: string
  readonly tags?: readonly string[]
  readonly skills?: readonly Skill[]
  /** What everybody reaches who is awarded it, such as `B2`. */
  readonly level?: string
  readonly validFor?: ValidFor
  /** PNG, SVG or JPEG, fitted into a square where a renderer is installed. Default: that of the version before. */
  readonly picture?: Uint8Array
  /** Draws the picture. */
  readonly look?: SavedLook
  /** There is no picture from now on. */
  readonly removePicture?: boolean
  readonly certificate?: {
    readonly template?: 'classic' | 'modern' | 'record'
    /** Three at most. One without `image` keeps that of the same place in the version before, unless `removeImage`. */
    readonly signatures?: readonly {
      readonly name: string
      readonly role?: string
      readonly image?: Uint8Array
      readonly removeImage?: boolean
    }[]
    /** Of a partner. Default: that of the version before. */
    readonly logo?: Uint8Array
    readonly removeLogo?: boolean
  }
}

/** A badge of the library with the version that was asked for. */
export interface SavedBadge {
  readonly badge: SavedBadgeRecord
  readonly version: SavedBadgeVersionRecord
  /** When it would end if it were awarded now. */
  readonly endsAt?: string
}

/** The badges that an issuer awards again and again. */
export interface LibrarySteps {
  /** Saves a new badge, or a new version of one; badges that were issued stay as they are. */
  save(input: SavedBadgeInput): Promise<SavedBadge>
  /** A new version in which only the skills are others. */
  setSkills(input: { id: string; skills: readonly Skill[] }): Promise<SavedBadge>
  /** What happened to a badge of the library, in order. */
  history(id: string): Promise<readonly EventRecord[]>
  /** A copy with another name. */
  duplicate(input: { id: string; name: string }): Promise<SavedBadge>
  /** Takes a badge out of use, or brings it back (`retired: false`). */
  retire(input: { id: string; retired?: boolean }): Promise<SavedBadge>
  /** A badge with its newest version, or with that one. */
  get(input: { id: string; version?: number }): Promise<SavedBadge | null>
  /** The newest first. */
  list(query?: {
    retired?: boolean
    cursor?: string
    limit?: number
  }): Promise<{ badges: readonly SavedBadgeRecord[]; cursor?: string }>
  /** The picture of its newest version, or of that one. */
  picture(input: {
    id: string
    version?: number
  }): Promise<{ bytes: Uint8Array; mediaType: 'image/png' | 'image/svg+xml' } | null>
  /** The mail that offers it, as it would be written now; nothing is sent, and its link leads nowhere. */
  mail(input: {
    id: string
    name?: string
    locale?: string
    issuer?: string
  }): Promise<{ subject: string; text: string; html: string }>
  /** Adds a file of skills: CASE or CTDL (JSON), or ESCO (CSV). */
  addSkills(input: { file: Uint8Array; name?: string }): Promise<SkillFrameworkRecord>
  frameworks(): Promise<readonly SkillFrameworkRecord[]>
  /** Skills whose name or code has all of these words, 50 at most. */
  findSkills(input: { words: string; frameworkId?: string }): Promise<{ skills: readonly Skill[]; more: boolean }>
  /** Removes a file of skills. Badges keep what they have of it. */
  removeSkills(input: { frameworkId: string }): Promise<void>
}
