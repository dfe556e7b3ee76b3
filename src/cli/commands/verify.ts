import { createGuardedFetch } from '../../adapters/node/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import type { DocumentMap } from '../../types/loader.js'
import { explain, type TrustPolicy, type VerifyOptions, verifyCredential } from '../../verify/index.js'
import { inCommandLineWords } from '../advice.js'
import { exitCodes } from '../exit.js'
import {
  assertNoInput,
  formatJson,
  readInputFile,
  readJsonFile,
  readJsonObjectFile,
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
  const result = await verifyCredential(await readInputFile(file), libraryOptions)
  const trace = options.trace ? `\n${await traceText(result, libraryOptions)}` : ''
  await writeResult(escapeControls(`${inCommandLineWords(explain(result))}\n${trace}`), undefined)
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
    if (!isBadgeError(error, 'ERR_FILE_UNREADABLE') && !isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) throw error
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
      : { documents: (await asUsage(readJsonObjectFile(options.documents))) as DocumentMap }),
    ...(network === undefined ? {} : { fetch: network.fetch }),
    ...(options.recipient === undefined ? {} : { recipient: options.recipient }),
    ...(options.trust === undefined ? {} : { trust: await readTrustFile(options.trust) }),
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.require === undefined ? {} : { require: options.require }),
    dangerouslyAcceptSelfAssertedKeys: options.acceptSelfAssertedKeys ?? false,
    strictJwt: options.strictJwt ?? false,
  }
}

/** The exit code 1 means a badge that failed; what is wrong with a file that an option names is wrong usage. */
async function asUsage<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    if (!isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_USAGE', cause.message, { cause })
  }
}

/** A JSON list of issuer ids, or an object with that list as `issuers`. */
async function readTrustFile(path: string): Promise<TrustPolicy> {
  const value = await asUsage(readJsonFile(path))
  const issuers = isJsonObject(value) ? value.issuers : value
  if (Array.isArray(issuers) && issuers.every((id) => typeof id === 'string')) return { issuers }
  throw new BadgeError('ERR_USAGE', `${path} must hold a JSON list of issuer ids.`)
}
