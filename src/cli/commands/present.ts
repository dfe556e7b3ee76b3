import { detectFormat } from '../../container/index.js'
import { readCredential } from '../../container/read/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import {
  assertPresentable,
  createPresentation,
  deriveCredential,
  signPresentation,
  signPresentationAsJwt,
} from '../../proof/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyPair } from '../../types/keys.js'
import { assertNoInput, formatJson, readDocuments, readInputFile, readJsonObjectFile, writeResult } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import { chosenSuites } from '../core/suites.js'
import type { Surroundings } from '../core/surroundings.js'

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

/** Credential files to one presentation that their holder signs; or one that is put together already. */
export async function present(files: readonly string[], options: PresentOptions, around: Surroundings): Promise<void> {
  await assertNoInput(options.out, [...files, options.key, options.documents])
  const key = await readKeyFile(options.key, around)
  const { suite: names = [] } = options
  const isJwt = names.includes(PRESENTATION_JWT)
  const { jwt, embedded } = chosenSuites(names)
  if (jwt !== undefined) throw new BadgeError('ERR_USAGE', `A presentation is not signed as ${jwt}.`)
  if (isJwt && embedded !== undefined) {
    throw new BadgeError('ERR_USAGE', `A ${PRESENTATION_JWT} has no embedded proof beside it; name one of them.`)
  }
  const presentation =
    (await givenPresentation(files, options, around)) ?? (await putTogether(files, options, key, around))
  const asked = {
    ...defined({ challenge: options.challenge, domain: options.domain, expires: options.expires }),
    ...(await readDocuments(options, around)),
  }
  if (isJwt) return writeResult(`${await signPresentationAsJwt(presentation, key, asked)}\n`, options.out, around)
  const signed = await signPresentation(presentation, key, { ...asked, ...(embedded && { suite: embedded }) })
  await writeResult(formatJson(signed), options.out, around)
}

async function putTogether(
  files: readonly string[],
  { holder }: PresentOptions,
  key: KeyPair,
  around: Surroundings,
): Promise<object> {
  const credential = await Promise.all(files.map((file) => readBadgeFile(file, around)))
  return createPresentation({ credential, holder: holder ?? key.controller })
}

/** A presentation that somebody has put together already, where the one file holds that: it is signed as it stands. */
async function givenPresentation(
  [file, ...others]: readonly string[],
  { holder }: PresentOptions,
  around: Surroundings,
): Promise<JsonObject | undefined> {
  if (file === undefined || others.length > 0) return undefined
  const bytes = await readInputFile(file, around)
  const document = detectFormat(bytes) === 'json' ? await readCredential(bytes).catch(() => undefined) : undefined
  if (!isJsonObject(document) || !asArray<JsonValue>(document.type).includes('VerifiablePresentation')) return undefined
  if (holder !== undefined)
    throw new BadgeError('ERR_USAGE', '--holder is for credentials; a presentation names its own.')
  assertPresentable(document)
  return document
}

export interface DeriveCommandOptions {
  readonly select?: readonly string[]
  readonly documents?: string
  readonly out?: string
}

/** A badge with a base proof to one that shows only what is selected. */
export async function derive(file: string, options: DeriveCommandOptions, around: Surroundings): Promise<void> {
  await assertNoInput(options.out, [file, options.documents])
  const base = await readJsonObjectFile(file, around)
  const shown = await deriveCredential(base, {
    selectivePointers: options.select ?? [],
    ...(await readDocuments(options, around)),
  })
  await writeResult(formatJson(shown), options.out, around)
}

/** A badge in whatever form. */
async function readBadgeFile(file: string, around: Surroundings): Promise<object | string> {
  const bytes = await readInputFile(file, around)
  try {
    return await readCredential(bytes)
  } catch (cause) {
    if (!isBadgeError(cause)) throw cause
    throw new BadgeError(cause.code, `${file}: ${cause.message}`, { cause })
  }
}
