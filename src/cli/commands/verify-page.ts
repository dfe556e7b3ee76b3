import { checkFile } from '../../http/check/alone/index.js'
import { defined } from '../../internal/defined.js'
import { assertNoInput, readDocuments, writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

export interface VerifyPageOptions {
  readonly out?: string
  readonly lang: string
  readonly documents?: string
}

/** Writes the page that checks badges as one file, for people who have no program for that and may have no network. */
export async function verifyPage({ out, lang, documents }: VerifyPageOptions, around: Surroundings): Promise<void> {
  await assertNoInput(out, [documents])
  const given = await readDocuments(defined({ documents }), around)
  await writeResult(await checkFile(lang, given.documents), out, around)
}
