import { BadgeError, type BadgeErrorCode } from '../errors.js'
import { base64Decode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import type { Action, BadgeService, IssueInput } from '../service/index.js'
import type { JsonObject } from '../types/json.js'
import type { SignOptions } from '../types/proof.js'
import type { VerifyOptions } from '../verify/index.js'
import type { Access } from './access.js'

/** What operations run on. */
export interface Host {
  readonly service: BadgeService
  /** The issuer of drafts that name none. */
  readonly issuer: JsonObject
  readonly now: () => Date
  /** How credentials are signed that are handed in (VC-API), where the caller says nothing else. */
  readonly signing: Pick<SignOptions, 'contexts' | 'documents' | 'suite' | 'mandatoryPointers'> &
    Pick<Parameters<BadgeService['credentials']['issue']>[0], 'form' | 'statusPurpose'>
  /** What verifying these credentials may read: contexts, documents of this service among them, a fetch. */
  readonly reading: (
    credentials: readonly JsonObject[],
  ) => Promise<Pick<VerifyOptions, 'contexts' | 'documents' | 'fetch'>>
}

/** One thing that the service can do. */
export interface Operation {
  /** Stable and unique, such as `badges.issue`. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  readonly access: Access
  /** What the roles of a caller who acts for the issuer must include: all of these. Only with the access `issuer`. */
  readonly actions?: readonly Action[]
  /** JSON Schema of the input: an object that names every member it may have. */
  readonly input: JsonObject
  /** JSON Schema of the output. Absent where there is nothing to return. */
  readonly output?: JsonObject
  /**
   * Codes of the errors it can end with, beside those that any operation can: `ERR_ARGUMENT_INVALID`,
   * `ERR_LIMIT_EXCEEDED`, `ERR_STORAGE_CONFLICT` and `ERR_STORAGE_FAILED`.
   */
  readonly errors: readonly BadgeErrorCode[]
  /** Input that was held against the schema, and nothing else. */
  readonly run: (host: Host, input: JsonObject) => Promise<unknown>
}

/** What a method of a subject of the service takes. */
export type InputOf<Subject extends keyof BadgeService, Name extends keyof BadgeService[Subject]> = NonNullable<
  BadgeService[Subject][Name] extends (...given: infer Given) => unknown ? Given[0] : never
>

/** A row with the type of its input, which the schema vouches for. */
export const operation = <Input extends object>(
  row: Omit<Operation, 'run'> & { readonly run: (host: Host, input: Input) => Promise<unknown> },
): Operation => row as unknown as Operation

/** What is there, or `ERR_RECORD_NOT_FOUND`. */
export function found<T>(record: T | null, what: string): T {
  if (record === null) throw new BadgeError('ERR_RECORD_NOT_FOUND', `There is no such ${what}.`)
  return record
}

/** What an input has of a badge to be. */
export interface WithDraft {
  readonly draft: JsonObject
  /** Base64. */
  readonly picture?: string
}

/** An input with its draft (of the host's issuer, where it names none) and its picture as the service takes them. */
export function withDraft<Input extends WithDraft>({ issuer }: Host, { draft, picture, ...rest }: Input) {
  const { recipient: _, credentialStatus: __, ...badge } = draft
  return {
    ...rest,
    draft: { issuer, ...badge } as unknown as IssueInput['draft'],
    ...(picture === undefined ? {} : { picture: pictureFrom(picture) }),
  }
}

/**
 * The bytes of a picture that text in base64 carries. Whether they are a picture, the service finds out.
 *
 * @throws BadgeError `ERR_LIMIT_EXCEEDED`, `ERR_ARGUMENT_INVALID`
 */
export function pictureFrom(text: string): Uint8Array {
  if (text.length > Math.ceil(limits.pictureBytes / 3) * 4) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture must have at most ${limits.pictureBytes} bytes.`)
  }
  try {
    return base64Decode(text)
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The picture must be a PNG or SVG in base64.', { cause })
  }
}
