import { looksLikeJws } from '../../badge/index.js'
import { detectFormat, extractCredential } from '../../container/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { defined } from '../../internal/defined.js'
import { parseJson } from '../../internal/json.js'
import { createPresentation, deriveCredential, signPresentation, signPresentationAsJwt } from '../../proof/index.js'
import type { DocumentMap } from '../../types/loader.js'
import { assertNoInput, formatJson, readInputFile, readJsonObjectFile, writeResult } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import { chosenSuites } from '../core/suites.js'

export interface PresentOptions {
  readonly key: string
  readonly suite?: readonly string[]
  readonly holder?: string
  readonly challenge?: string
  readonly domain?: string
  readonly expires?: string
  readonly documents?: string
  readonly out?: string
}

/** What `--suite` of `present` takes beside the embedded proofs: VC-JOSE-COSE §3.1.2. */
export const PRESENTATION_JWT = 'vp+jwt'

/** Credential files to one presentation that their holder signs. */
export async function present(files: readonly string[], options: PresentOptions): Promise<void> {
  await assertNoInput(options.out, [...files, options.key, options.documents])
  const key = await readKeyFile(options.key)
  const { suite: names = [] } = options
  const isJwt = names.includes(PRESENTATION_JWT)
  const { jwt, embedded } = chosenSuites(names)
  if (jwt !== undefined) throw new BadgeError('ERR_USAGE', `A presentation is not signed as ${jwt}.`)
  if (isJwt && embedded !== undefined) {
    throw new BadgeError('ERR_USAGE', `A ${PRESENTATION_JWT} has no embedded proof beside it; name one of them.`)
  }
  const credential = await Promise.all(files.map(readCredential))
  const presentation = createPresentation({ credential, holder: options.holder ?? key.controller })
  const asked = {
    ...defined({ challenge: options.challenge, domain: options.domain, expires: options.expires }),
    ...(await loading(options)),
  }
  if (isJwt) return writeResult(`${await signPresentationAsJwt(presentation, key, asked)}\n`, options.out)
  const signed = await signPresentation(presentation, key, { ...asked, ...(embedded && { suite: embedded }) })
  await writeResult(formatJson(signed), options.out)
}

export interface DeriveCommandOptions {
  readonly select?: readonly string[]
  readonly documents?: string
  readonly out?: string
}

/** A badge with a base proof to one that shows only what is selected. */
export async function derive(file: string, options: DeriveCommandOptions): Promise<void> {
  await assertNoInput(options.out, [file, options.documents])
  const base = await readJsonObjectFile(file)
  const shown = await deriveCredential(base, { selectivePointers: options.select ?? [], ...(await loading(options)) })
  await writeResult(formatJson(shown), options.out)
}

/** JSON, a JWT, or an image that holds either. */
async function readCredential(file: string): Promise<object | string> {
  const bytes = await readInputFile(file)
  const format = detectFormat(bytes)
  const text = format === 'png' || format === 'svg' ? await extractCredential(bytes) : decode(bytes, file)
  if (text === null) throw new BadgeError('ERR_BAKE_NOTHING_BAKED', `${file} holds no credential.`)
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (looksLikeJws(trimmed)) return trimmed
  try {
    return parseJson(trimmed) as object
  } catch (cause) {
    if (!isBadgeError(cause)) throw cause
    throw new BadgeError(cause.code, `${file}: ${cause.message}`, { cause })
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', `${file} is not UTF-8 text.`, { cause })
  }
}

const loading = async ({ documents }: { readonly documents?: string }) =>
  documents === undefined ? {} : { documents: (await readJsonObjectFile(documents)) as DocumentMap }
