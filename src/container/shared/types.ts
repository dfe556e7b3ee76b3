/** A credential as it was found in a file. Nothing of it is verified. */
export interface BakedContent {
  /** Exactly the text in the file: JSON, a compact JWS, or for Open Badges 1 possibly a URL. */
  readonly text: string
  readonly format: 'png' | 'svg' | 'pdf'
  /** Which standard it follows: Open Badges 3, 2 or 1, or Comprehensive Learner Record 2. */
  readonly standard: 'ob3' | 'clr2' | 'ob2' | 'ob1'
  /** What is unusual about it; another reader may read something else. Empty for a file baked by the book. */
  readonly findings: readonly {
    /** Stable, for programs. */
    readonly code: 'duplicate' | 'several-standards' | 'compressed' | 'chunk-type' | 'two-forms' | 'byte-order-mark'
    /** What it is, in one sentence. */
    readonly detail: string
  }[]
}

/** A format that can hold a credential. */
export type BakedFormat = BakedContent['format']
export type BakeStandard = BakedContent['standard']
export type BakeFinding = BakedContent['findings'][number]
export type BakeFindingCode = BakeFinding['code']

/** Choices for {@link bakeImage}. */
export interface BakeOptions {
  /**
   * What to do with a file that already holds a credential: `refuse` (the default) rejects with
   * `ERR_BAKE_ALREADY_BAKED`, `replace` removes what is there first.
   */
  readonly ifBaked?: 'refuse' | 'replace'
}
