/** A format that can hold a credential. */
export type BakedFormat = 'png' | 'svg' | 'pdf'

/** What bytes turn out to be when looked at; see {@link detectFormat}. */
export type DetectedFormat = BakedFormat | 'json' | 'jwt' | 'unknown'

/** Which standard a baked credential follows: Open Badges 3, 2 or 1, or Comprehensive Learner Record 2. */
export type BakeStandard = 'ob3' | 'clr2' | 'ob2' | 'ob1'

/** What can be unusual about a baked credential that can still be read. */
export type BakeFindingCode =
  | 'duplicate'
  | 'several-standards'
  | 'compressed'
  | 'chunk-type'
  | 'two-forms'
  | 'byte-order-mark'

/** Something unusual about a baked credential. It was read all the same; another reader may read something else. */
export interface BakeFinding {
  /** Stable, for programs. */
  readonly code: BakeFindingCode
  /** What it is, in one sentence. */
  readonly detail: string
}

/** A credential as it was found in a file. Nothing of it is verified. */
export interface BakedContent {
  /** Exactly the text in the file: JSON, a compact JWS, or for Open Badges 1 possibly a URL. */
  readonly text: string
  readonly format: BakedFormat
  readonly standard: BakeStandard
  /** Empty for a file baked by the book. */
  readonly findings: readonly BakeFinding[]
}

/** Choices for {@link bakeImage}. */
export interface BakeOptions {
  /**
   * What to do with a file that already holds a credential: `refuse` (the default) rejects with
   * `ERR_BAKE_ALREADY_BAKED`, `replace` removes what is there first.
   */
  readonly ifBaked?: 'refuse' | 'replace'
}
