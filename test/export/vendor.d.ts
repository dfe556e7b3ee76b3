declare module 'yauzl' {
  import type { EventEmitter } from 'node:events'
  import type { Readable } from 'node:stream'

  interface Entry {
    readonly fileName: string
  }
  interface Archive extends EventEmitter {
    readEntry(): void
    openReadStream(entry: Entry, done: (error: Error | null, stream: Readable) => void): void
  }
  function fromBuffer(
    buffer: Buffer,
    options: { readonly lazyEntries: boolean },
    done: (error: Error | null, archive: Archive) => void,
  ): void
}
