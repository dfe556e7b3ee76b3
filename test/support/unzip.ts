import { type Entry, fromBuffer } from 'yauzl'

/** Reads a ZIP with another library. */
export const unzip = (zip: Uint8Array): Promise<Map<string, Buffer>> =>
  new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>()
    fromBuffer(Buffer.from(zip), { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error)
      archive.on('error', reject)
      archive.on('end', () => resolve(files))
      archive.on('entry', (entry: Entry) =>
        archive.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks))
            archive.readEntry()
          })
        }),
      )
      archive.readEntry()
    })
  })
