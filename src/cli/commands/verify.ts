import { createGuardedFetch } from '../../adapters/node/index.js'
import { readBadge } from '../../container/read/index.js'
import { upgradeOpenBadge2 } from '../../credential/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { fixDraft } from '../../fix-draft.js'
import { defined } from '../../internal/defined.js'
import { parseJsonText } from '../../internal/json-text.js'
import { isHttpUrl } from '../../internal/url.js'
import type { CredentialKind } from '../../types/credential.js'
import {
  assertVerified,
  explain,
  type PresentationVerifyOptions,
  parseTrustPolicy,
  type TrustPolicy,
  type VerifyOptions,
} from '../../verify/index.js'
import { acceptedByDefault, profiles } from '../core/accepted.js'
import { inCommandLineWords } from '../core/advice.js'
import { clean } from '../core/clean.js'
import { exitCodes } from '../core/exit.js'
import {
  assertNoInput,
  formatJson,
  readDocuments,
  readInputFile,
  readJsonObjectFile,
  readTextFile,
  say,
  writeOutputFile,
  writeResult,
} from '../core/io.js'
import { type OnlineRun, onlineRun } from '../core/record.js'
import type { Surroundings } from '../core/surroundings.js'
import { traceText } from '../core/trace.js'
import { escapeControls } from '../report/escape-controls.js'
import { reporters, startReport, type Totals } from '../report/index.js'
import { verifyAll, workersFor } from '../verify/verify-all.js'
import { verifyBytes, verifyFile } from '../verify/verify-file.js'

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
  readonly statusIssuer?: readonly string[]
  readonly strictStatusList?: boolean
  readonly recipientMatch?: 'folded' | 'exact'
  readonly clockSkew?: number
  readonly schemas?: string
  readonly challenge?: string
  readonly domain?: string
  readonly holder?: string
  readonly accept?: readonly CredentialKind[]
  readonly profile?: keyof typeof profiles
}

/** Verifies files and prints one report, file by file as the results come; returns the exit code. */
export async function verify(
  files: readonly string[],
  options: VerifyCommandOptions,
  around: Surroundings,
): Promise<number> {
  await assertNoInput(options.record, [...files, options.documents, options.trust])
  const network = networkOf(options)
  const libraryOptions = await toLibraryOptions(options, network, around)
  const trustAsked = options.trust !== undefined
  const report = startReport(reporters[options.format], (text) => writeResult(text, undefined, around))
  const asked = { options: libraryOptions, format: options.format, trustAsked }
  // What fetches shares one budget and one recording, which are of this thread.
  const workers = network === undefined ? workersFor(files) : 0
  for await (const part of verifyAll(files, asked, workers, around)) await report.add(part)
  if (options.record !== undefined) {
    // What was given has answered first, so that the recording must do without it.
    await writeOutputFile(options.record, formatJson({ ...network?.documents(), ...libraryOptions.documents }))
  }
  return exitCodeOf(await report.end(), trustAsked)
}

export interface ExplainCommandOptions extends Omit<VerifyCommandOptions, 'format' | 'record'> {
  readonly trace?: boolean
  readonly fix?: boolean
  readonly timeZone?: string
}

/** Verifies a file and prints the verdict in words; with `--trace` what its proofs sign; with `--fix` only a JSON Patch. */
export async function explainFile(file: string, options: ExplainCommandOptions, around: Surroundings): Promise<void> {
  const libraryOptions = await toLibraryOptions(options, networkOf(options), around)
  if (options.timeZone !== undefined && !options.fix) {
    throw new BadgeError('ERR_USAGE', '--time-zone goes together with --fix: it says whose days are mended.')
  }
  if (options.fix) {
    if (options.trace) throw new BadgeError('ERR_USAGE', '--fix prints a JSON Patch and nothing else.')
    return printFix(file, libraryOptions, defined({ timeZone: options.timeZone }), around)
  }
  const result = await verifyBytes(await readInputFile(file, around), libraryOptions)
  const trace = options.trace ? `\n${await traceText(result, libraryOptions)}` : ''
  await writeResult(escapeControls(`${inCommandLineWords(explain(result))}\n${trace}`), undefined, around)
}

/** The patch that `fixDraft` proposes for a draft or credential, on standard output; what it leaves, on standard error. */
async function printFix(
  file: string,
  options: VerifyOptions<CredentialKind>,
  mending: { readonly timeZone?: string },
  around: Surroundings,
): Promise<void> {
  const document = await mendable(file, options, around)
  if (document === undefined) throw new BadgeError('ERR_JSON_INVALID', `${file} holds no JSON object to mend.`)
  const { patch, remaining, signed } = fixDraft(document, mending)
  for (const { pointer, detail, fix } of remaining) say(clean(`left to you: ${pointer}: ${detail} ${fix}`), around)
  if (signed && patch.length > 0)
    say('The credential is signed; after the change the issuer has to sign it again.', around)
  await writeResult(formatJson(patch), undefined, around)
}

/** The document of a file, also where it is a draft, or a list or an answer around a badge. */
async function mendable(
  file: string,
  options: VerifyOptions<CredentialKind>,
  around: Surroundings,
): Promise<object | undefined> {
  const { unverifiedCredential, credential, problems } = await verifyFile(file, options, around)
  const document = credential ?? unverifiedCredential
  if (document !== undefined || problems.some(({ code }) => code === 'ERR_SECRET_KEY')) return document
  const read = await readBadge(await readInputFile(file, around)).catch(() => undefined)
  return read?.badge.kind === 'json' && typeof read.badge.json === 'object' ? (read.badge.json ?? undefined) : undefined
}

/** A badge of Open Badges 2.0, verified, to a draft of 3.0. */
export async function upgrade(
  file: string,
  options: Omit<ExplainCommandOptions, 'trace' | 'fix' | 'timeZone'> & { readonly out?: string },
  around: Surroundings,
): Promise<void> {
  await assertNoInput(options.out, [file, options.documents, options.trust])
  const result = await verifyFile(file, await toLibraryOptions(options, networkOf(options), around), around)
  assertVerified(result)
  if (result.standard !== 'ob2') throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The badge is none of Open Badges 2.0.')
  await writeResult(formatJson(upgradeOpenBadge2(result.credential)), options.out, around)
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

function exitCodeOf({ outcomes, untrusted }: Totals, trustAsked: boolean): number {
  if (outcomes.failed > 0 || (trustAsked && untrusted > 0)) return exitCodes.refused
  return outcomes.indeterminate > 0 ? exitCodes.indeterminate : exitCodes.done
}

async function toLibraryOptions(
  options: Omit<VerifyCommandOptions, 'format'>,
  network: OnlineRun | undefined,
  around: Surroundings,
): Promise<PresentationVerifyOptions<CredentialKind>> {
  return {
    ...(await asUsage(readDocuments(options, around))),
    ...defined({ fetch: network?.fetch, recipient: options.recipient }),
    ...(options.trust === undefined ? {} : { trust: await readTrust(options.trust, around) }),
    accept: options.accept ?? acceptedByDefault,
    ...defined({ profile: options.profile && profiles[options.profile] }),
    ...defined({ now: options.now, require: options.require }),
    dangerouslyAcceptSelfAssertedKeys: options.acceptSelfAssertedKeys ?? false,
    strictJwt: options.strictJwt ?? false,
    strictStatusList: options.strictStatusList ?? false,
    ...defined({ statusIssuers: options.statusIssuer, recipientMatch: options.recipientMatch }),
    ...defined({ clockSkewSeconds: options.clockSkew }),
    ...(options.schemas === undefined
      ? {}
      : { schemas: (await asUsage(readJsonObjectFile(options.schemas, around))) as VerifyOptions['schemas'] & object }),
    ...defined({ challenge: options.challenge, domain: options.domain, holder: options.holder }),
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

/** A registry by its URL; or a file: JSON in the forms that `parseTrustPolicy` reads, or one issuer id a line. */
async function readTrust(source: string, around: Surroundings): Promise<TrustPolicy> {
  if (isHttpUrl(source)) return { registries: [source] }
  const text = (await asUsage(readTextFile(source, around))).replace(/^\ufeff/, '')
  try {
    return parseTrustPolicy(/^[[{]/.test(text) ? parseJsonText(text) : linesOf(text))
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
