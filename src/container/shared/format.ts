import type { BakeFindingCode, BakeStandard } from './types.js'

/**
 * What a format has to bring to hold a credential. Everything else (when to refuse, which credential counts, reading
 * back) is the same for all formats and is in `../index.ts`.
 */
export interface ContainerFormat {
  /** Checks the file once and finds its credentials. Throws `ERR_LIMIT_EXCEEDED`, `ERR_FORMAT_UNKNOWN`, and the codes of its damage. */
  open(file: Uint8Array): OpenContainer | Promise<OpenContainer>
  /** Characters that the format cannot carry, with the `g` flag. JSON can write them as escapes. */
  readonly unwritable?: RegExp
}

/** A file that has been read once. Nothing here changes the bytes it came from. */
export interface OpenContainer {
  /** The credentials in the file, in its order. */
  readonly slots: readonly Slot[]
  /** The texts of credentials where no standard puts one, as far as it matters: up to two. Nothing else looks there. */
  elsewhere?(): Promise<readonly string[]>
  /** The file with `text` in it. Called only for a file without slots. */
  insert(text: string): Uint8Array | Promise<Uint8Array>
  /** The file without its slots, and without what `insert` added besides. */
  strip(): Uint8Array | Promise<Uint8Array>
}

/** The place of one credential in a file. */
export interface Slot {
  readonly standard: BakeStandard
  /** What is unusual about this place. */
  readonly findings: readonly BakeFindingCode[]
  /** The text in it. Rejects with the codes of damage, or `ERR_LIMIT_EXCEEDED`. */
  read(): Promise<string>
}
