import { assertPicture } from '../container/picture/index.js'
import type { RecipientPrivacy } from '../credential/index.js'
import { BadgeError, type BadgeErrorCode } from '../errors.js'
import { defined } from '../internal/defined.js'
import { formatDateTime, readInstant } from '../internal/time.js'
import { formatInZone, UTC } from '../internal/time-zone.js'
import type { SignOptions } from '../types/proof.js'
import type { BatchOptions, BatchTemplate } from './types.js'

/** A picture to bake into. */
export interface Picture {
  readonly bytes: Uint8Array
  readonly extension: 'png' | 'svg'
}

/** A template that was looked at, and the options that concern rows: plain data, the same for every worker. */
export interface Plan {
  /** JSON of the template's draft. */
  readonly draft: string
  readonly picture: Picture | undefined
  /** JSON of each achievement, with its picture. */
  readonly achievements: ReadonlyMap<string, { readonly achievement: string; readonly picture: Picture | undefined }>
  readonly sign: SignOptions
  readonly create: { readonly recipientPrivacy?: RecipientPrivacy; readonly timeZone?: string }
  readonly now: string
  readonly dryRun: boolean
  readonly folder: string | undefined
}

/** Looks at everything that concerns all rows, before the first is read. */
export function planOf(template: BatchTemplate, options: BatchOptions, clock: () => Date): Plan {
  const { now = clock(), dryRun = false, folder, recipientPrivacy, timeZone } = options
  const { suite, created, expires, verificationMethod, domain, challenge, mandatoryPointers } = options
  const { contexts, documents } = options
  const picture = pictureOf(template.picture, 'The template')
  const achievements = Object.entries(template.achievements ?? {}).map(([name, entry]) => {
    const whose = `The achievement ${JSON.stringify(name)}`
    const own = pictureOf(entry?.picture, whose)
    return [
      name,
      { achievement: jsonOf(entry?.achievement, whose, 'ERR_ARGUMENT_INVALID', timeZone), picture: own ?? picture },
    ] as const
  })
  const sign = {
    ...{ suite, created, expires, verificationMethod, domain, challenge, mandatoryPointers },
    ...{ contexts, documents },
  }
  return {
    draft: jsonOf(template.draft, 'The draft of the template', 'ERR_ARGUMENT_INVALID', timeZone),
    picture,
    achievements: new Map(achievements),
    sign: Object.fromEntries(Object.entries(sign).filter(([, value]) => value !== undefined)),
    create: defined({ recipientPrivacy, timeZone }),
    now: formatDateTime(readInstant('now', now)),
    dryRun,
    folder,
  }
}

function pictureOf(bytes: Uint8Array | undefined, whose: string): Picture | undefined {
  if (bytes === undefined) return undefined
  return { bytes, extension: assertPicture(bytes, `${whose}: the picture`) }
}

/** Rows and drafts as text: what threads exchange most cheaply. Throws an error of that code for what is not an object. */
export function jsonOf(value: unknown, what: string, code: BadgeErrorCode, timeZone = UTC): string {
  try {
    const text = JSON.stringify(value, datesIn(timeZone))
    if (text?.startsWith('{')) return text
  } catch (cause) {
    throw new BadgeError(code, `${what} cannot be written as JSON.`, { cause })
  }
  throw new BadgeError(code, `${what} must be an object.`)
}

/** Dates in whole seconds, as `createCredential` writes them; `Date.toJSON` has milliseconds. */
const datesIn = (timeZone: string) =>
  function dateAsText(this: unknown, key: string, value: unknown): unknown {
    const raw = (this as Record<string, unknown>)[key]
    return raw instanceof Date && !Number.isNaN(raw.getTime()) ? formatInZone(raw, timeZone) : value
  }
