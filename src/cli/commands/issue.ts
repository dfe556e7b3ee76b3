import {
  type CreateOptions,
  createClr,
  createCredential,
  createEndorsement,
  type RecipientPrivacy,
} from '../../credential/index.js'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { signCredential, signCredentialAsJwt } from '../../proof/index.js'
import type { BadgeDraft, ClrDraft, EndorsementDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import {
  assertNoInput,
  formatJson,
  readDocuments,
  readInputFile,
  readJsonObjectFile,
  say,
  writeResult,
} from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import { chosenSuites } from '../core/suites.js'
import type { Surroundings } from '../core/surroundings.js'

/** What a draft file can be a draft of. */
export const kinds = {
  badge: (draft, options) => createCredential(draft as unknown as BadgeDraft, options),
  endorsement: (draft, options) => createEndorsement(draft as unknown as EndorsementDraft, options),
  clr: (draft, options) => createClr(draft as unknown as ClrDraft, options),
} as const satisfies Record<string, (draft: JsonObject, options: CreateOptions) => JsonObject>

export interface IssueOptions {
  readonly key: string
  readonly kind?: keyof typeof kinds
  readonly suite?: readonly string[]
  readonly out?: string
  readonly now?: string
  readonly id?: string
  readonly recipientPrivacy?: RecipientPrivacy
  readonly resource?: readonly string[]
  readonly documents?: string
}

/** Draft file to signed credential. */
export async function issue(file: string, options: IssueOptions, around: Surroundings): Promise<void> {
  await assertNoInput(options.out, [file, options.key, options.documents])
  const { jwt, embedded } = chosenSuites(options.suite)
  const draft = await readJsonObjectFile(file, around)
  const key = await readKeyFile(options.key, around)
  const onWarning = warnOn(around)
  const common = { ...defined({ now: options.now }), ...(await readDocuments(options, around)) }
  const credential = kinds[options.kind ?? 'badge'](draft, {
    ...defined({ now: options.now, id: options.id, recipientPrivacy: options.recipientPrivacy }),
    ...defined({ resources: options.resource && (await readResources(options.resource, around)) }),
    issuerId: key.controller,
    onWarning,
  })
  if (jwt === undefined) {
    const suite = defined({ suite: embedded })
    return writeResult(formatJson(await signCredential(credential, key, { ...common, ...suite })), options.out, around)
  }
  const embed = defined({ embed: embedded })
  await writeResult(
    `${await signCredentialAsJwt(credential, key, { ...common, ...embed, format: jwt, onWarning })}\n`,
    options.out,
    around,
  )
}

/** `URL=FILE`, several times: what the URLs of the badge lead to. */
async function readResources(pairs: readonly string[], around: Surroundings): Promise<Record<string, Uint8Array>> {
  const resources: Record<string, Uint8Array> = {}
  for (const pair of pairs) {
    const cut = pair.lastIndexOf('=')
    if (cut < 1) throw new BadgeError('ERR_USAGE', '--resource is written URL=FILE.')
    resources[pair.slice(0, cut)] = await readInputFile(pair.slice(cut + 1), around)
  }
  return resources
}

export interface SignOptions {
  readonly key: string
  readonly suite?: readonly string[]
  readonly created?: string
  readonly verificationMethod?: string
  readonly lint?: 'refuse' | 'off'
  readonly documents?: string
  readonly out?: string
}

/** Signs a credential as it stands in its file. */
export async function sign(file: string, options: SignOptions, around: Surroundings): Promise<void> {
  await assertNoInput(options.out, [file, options.key, options.documents])
  const { jwt, embedded } = chosenSuites(options.suite)
  const credential = await readJsonObjectFile(file, around)
  const key = await readKeyFile(options.key, around)
  const common = {
    ...defined({ created: options.created, verificationMethod: options.verificationMethod, lint: options.lint }),
    ...(await readDocuments(options, around)),
  }
  if (jwt === undefined) {
    const suite = defined({ suite: embedded })
    return writeResult(formatJson(await signCredential(credential, key, { ...common, ...suite })), options.out, around)
  }
  const embed = defined({ embed: embedded })
  const signed = await signCredentialAsJwt(credential, key, {
    ...common,
    ...embed,
    format: jwt,
    onWarning: warnOn(around),
  })
  await writeResult(`${signed}\n`, options.out, around)
}

const warnOn =
  (around: Surroundings) =>
  ({ detail, fix }: { detail: string; fix: string }): void =>
    say(`warning: ${detail} ${fix}`, around)
