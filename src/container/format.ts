import type { BakeFindingCode, BakeStandard } from './types.js'

/**
 * What an image format has to bring to be baked. Everything else (when to refuse, which credential counts, reading
 * back) is the same for all formats and lives in `index.ts`.
 */
export interface ImageFormat {
  /** Checks the file once and finds its credentials. Throws `ERR_IMAGE_*`, `ERR_LIMIT_EXCEEDED`, `ERR_FORMAT_UNKNOWN`. */
  open(image: Uint8Array): OpenImage
  /** Characters that the format cannot carry, with the `g` flag. JSON can write them as escapes. */
  readonly unwritable?: RegExp
}

/** An image that has been read once. Nothing here changes the bytes it came from. */
export interface OpenImage {
  /** The credentials in the image, in the order of the file. */
  readonly slots: readonly Slot[]
  /** The image with `text` in it. Called only for an image without slots. */
  insert(text: string): Uint8Array
  /** The image without its slots, and without what `insert` added besides. */
  strip(): Uint8Array
}

/** The place of one credential in an image. */
export interface Slot {
  readonly standard: BakeStandard
  /** What is unusual about this place. */
  readonly findings: readonly BakeFindingCode[]
  /** The text in it. Rejects with `ERR_IMAGE_CORRUPT` or `ERR_LIMIT_EXCEEDED`. */
  read(): Promise<string>
}
