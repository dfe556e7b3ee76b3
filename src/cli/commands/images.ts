import { assertSigned } from '../../badge/index.js'
import { bakeImage, extractCredential, stripCredential } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { assertNoInput, readInputFile, readTextFile, writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

/** Bakes a credential, as it stands in its file, into an image. */
export async function bake(
  image: string,
  credential: string,
  options: { readonly out: string; readonly replace?: boolean },
  around: Surroundings,
): Promise<void> {
  await assertNoInput(options.out, [image, credential])
  const text = await readTextFile(credential, around)
  // The library bakes what it is given; at the command line a draft in place of the badge is a slip.
  if (text.trimStart().startsWith('{')) {
    const document = parseJsonText(text)
    if (isJsonObject(document)) assertSigned(document)
  }
  const baked = await bakeImage(await readInputFile(image, around), text, {
    ifBaked: options.replace ? 'replace' : 'refuse',
  })
  await writeResult(baked, options.out, around)
}

/** Prints the credential that an image holds, exactly as it was baked. */
export async function extract(image: string, around: Surroundings): Promise<void> {
  const text = await extractCredential(await readInputFile(image, around))
  if (text === null) throw new BadgeError('ERR_BAKE_NOTHING_BAKED', 'The image holds no credential.')
  await writeResult(text, undefined, around)
}

/** Writes the image without any credential. */
export async function strip(image: string, options: { readonly out: string }, around: Surroundings): Promise<void> {
  await assertNoInput(options.out, [image])
  await writeResult(await stripCredential(await readInputFile(image, around)), options.out, around)
}
