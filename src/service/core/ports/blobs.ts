/** A file in a {@link BlobStore}. */
export interface Blob {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/**
 * Where pictures and other files are kept. Keys are paths of lower-case letters, digits, `-`, `.` and `/`, no segment
 * of which begins with a dot.
 */
export interface BlobStore {
  /** Keeps a file that is not there yet; what is there stays (`false`), since keys are made from the content. */
  put(key: string, blob: Blob): Promise<boolean>
  get(key: string): Promise<Blob | undefined>
  /** Removes the file; nothing happens where there is none. */
  delete(key: string): Promise<void>
}
