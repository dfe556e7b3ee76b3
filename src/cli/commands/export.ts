import { type ExportFormat, exportBadge } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { assertNoInput, readInputFile, writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

/** A signed credential, or a file that holds one, in another format. */
export async function exportCredential(
  credential: string,
  options: {
    readonly format: ExportFormat
    readonly out: string
    readonly image?: string
    readonly url?: string
    readonly recipientName?: string
  },
  around: Surroundings,
): Promise<void> {
  await assertNoInput(options.out, [credential, options.image])
  const file = await exportBadge(await readInputFile(credential, around), options.format, {
    ...defined({ url: options.url, recipientName: options.recipientName }),
    ...(options.image === undefined ? {} : { image: await readInputFile(options.image, around) }),
  })
  await writeResult(file.bytes, options.out, around)
}
