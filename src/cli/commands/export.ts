import { type ExportFormat, exportBadge } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { assertNoInput, readInputFile, readTextFile, writeResult } from '../core/io.js'

/** A signed credential's file in another format. */
export async function exportCredential(
  credential: string,
  options: {
    readonly format: ExportFormat
    readonly out: string
    readonly image?: string
    readonly url?: string
    readonly recipientName?: string
  },
): Promise<void> {
  await assertNoInput(options.out, [credential, options.image])
  const file = await exportBadge(await readTextFile(credential), options.format, {
    ...defined({ url: options.url, recipientName: options.recipientName }),
    ...(options.image === undefined ? {} : { image: await readInputFile(options.image) }),
  })
  await writeResult(file.bytes, options.out)
}
