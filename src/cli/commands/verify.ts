import { createGuardedFetch } from '../../adapters/node/index.js'
import { upgradeOpenBadge2 } from '../../credential/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { parseJson } from '../../internal/json.js'
import { isHttpUrl } from '../../internal/url.js'
import type { DocumentMap } from '../../types/loader.js'
import {
  assertVerified,
  explain,
  parseTrustPolicy,
  type TrustPolicy,
  type VerifyOptions,
  verifyCredential,
} from '../../verify/index.js'
import { exitCodes } from '../exit.js'
import {
  assertNoInput,
  formatJson,
  readInputFile,
  readJsonObjectFile,
  readTextFile,
  writeOutputFile,
  writeResult,
} from '../io.js'
import { type OnlineRun, onlineRun } from '../record.js'
import { escapeControls } from '../report/escape-controls.js'
import { type FileResult, reporters } from '../report/index.js'
import { traceText } from '../trace.js'

export interface VerifyCommandOptions {
  readonly format: keyof typeof reporters
  readonly documents?: string
  readonly record?: string
  readonly online?: boolean
  readonly allowHost?: readonly string[]
  readonly recipient?: string
  readonly trust?: string
  readonly now?: string
  readonly require?: readonly string[]
  readonly acceptSelfAssertedKeys?: boolean
  readonly strictJwt?: boolean
}

/** Verifies files and prints one report; returns the exit code. */
export async function verify(files: readonly string[], options: VerifyCommandOptions): Promise<number> {
  await assertNoInput(options.record, [...files, options.documents, options.trust])
  const network = networkOf(options)
  const libraryOptions = await toLibraryOptions(options, network)
  const trustAsked = options.trust !== undefined
  const results: FileResult[] = []
  for (const file of files) results.push({ file, ...(await verifyFile(file, libraryOptions)) })
  if (options.record !== undefined) {
    // What was given has answered first, so that the recording needs it to stand alone.
    await writeOutputFile(options.record, formatJson({ ...network?.documents(), ...libraryOptions.documents }))
  }
  await writeResult(reporters[options.format](results, { trustAsked }), undefined)
  return exitCodeOf(results, trustAsked)
}

export interface ExplainCommandOptions extends Omit<VerifyCommandOptions, 'format' | 'record'> {
  readonly trace?: boolean
}

/** Verifies a file and prints the verdict in words, and with `--trace` what its proofs sign. */
export async function explainFile(file: string, options: ExplainCommandOptions): Promise<void> {
  const libraryOptions = await toLibraryOptions(options, networkOf(options))
  const result = await verifyFile(file, libraryOptions)
  const trace = options.trace ? `\n${await traceText(result, libraryOptions)}` : ''
  await writeResult(escapeControls(`${explain(result)}\n${trace}`), undefined)
}

/** A badge of Open Badges 2.0, verified, to a draft of 3.0. */
export async function upgrade(
  file: string,
  options: Omit<ExplainCommandOptions, 'trace'> & { readonly out?: string },
): Promise<void> {
  await assertNoInput(options.out, [file, options.documents, options.trust])
  const result = await verifyFile(file, await toLibraryOptions(options, networkOf(options)))
  assertVerified(result)
  if (result.standard !== 'ob2') throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The badge is none of Open Badges 2.0.')
  await writeResult(formatJson(upgradeOpenBadge2(result.credential)), options.out)
}

function networkOf({ online, record, allowHost }: Omit<VerifyCommandOptions, 'format'>): OnlineRun | undefined {
  if (online) return onlineRun(guarded(allowHost ?? []))
  if (record === undefined && allowHost === undefined) return undefined
  throw new BadgeError(
    'ERR_USAGE',
    `${record === undefined ? '--allow-host' : '--record'} goes together with --online.`,
  )
}

function guarded(allow: readonly string[]) {
  try {
    return createGuardedFetch({ allow })
  } catch (cause) {
    if (!isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_USAGE', cause.message, { cause })
  }
}

/** A file that cannot be read is a result too, so that the run goes on with the next. */
async function verifyFile(file: string, options: VerifyOptions) {
  try {
    return await verifyCredential(await readInputFile(file), options)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_FILE_UNREADABLE')) throw error
    return verifyCredential(error, options)
  }
}

function exitCodeOf(results: readonly FileResult[], trustAsked: boolean): number {
  if (results.some((result) => result.outcome === 'failed')) return exitCodes.refused
  if (trustAsked && results.some((result) => result.verified && !result.trusted)) return exitCodes.refused
  return results.some((result) => result.outcome === 'indeterminate') ? exitCodes.indeterminate : exitCodes.done
}

async function toLibraryOptions(
  options: Omit<VerifyCommandOptions, 'format'>,
  network: OnlineRun | undefined,
): Promise<VerifyOptions> {
  return {
    ...(options.documents === undefined
      ? {}
      : { documents: (await readJsonObjectFile(options.documents)) as DocumentMap }),
    ...(network === undefined ? {} : { fetch: network.fetch }),
    ...(options.recipient === undefined ? {} : { recipient: options.recipient }),
    ...(options.trust === undefined ? {} : { trust: await readTrust(options.trust) }),
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.require === undefined ? {} : { require: options.require }),
    dangerouslyAcceptSelfAssertedKeys: options.acceptSelfAssertedKeys ?? false,
    strictJwt: options.strictJwt ?? false,
  }
}

/** A registry by its URL; or a file: JSON in the forms that `parseTrustPolicy` reads, or one issuer id a line. */
async function readTrust(source: string): Promise<TrustPolicy> {
  if (isHttpUrl(source)) return { registries: [source] }
  const text = (await readTextFile(source)).replace(/^\ufeff/, '')
  try {
    return parseTrustPolicy(/^[[{]/.test(text) ? parseJson(text) : linesOf(text))
  } catch (cause) {
    if (!isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_USAGE', `${source} must hold issuer ids, or an issuer registry: ${cause.message}`, {
      cause,
    })
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
