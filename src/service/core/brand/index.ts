/** How an issuer appears: its name, logo and colour, and what is said at the foot of pages and mails. Pure: rules only. */
import { BadgeError, isBadgeError } from '../../../errors.js'
import { isBlank } from '../../../internal/blank.js'
import { limits } from '../../../internal/limits.js'
import { normalizeAddress } from '../../../internal/mail-address.js'
import { checkValue, needed, type OptionTable } from '../../../internal/options.js'

/** An address as mail has it. */
interface Address {
  readonly address: string
  readonly name?: string
}

/** The same as `brand` of the options of a service, which the table there is held to. What pages, mails, cards and certificates of an issuer have in common. */
export interface Brand {
  /** In the header of every page, and in mails. Default: `siteName` of the handler. */
  readonly name?: string
  /** PNG, SVG or JPEG; cleaned before it is shown. */
  readonly logo?: Uint8Array
  /** `#rrggbb`; lighter or darker where text in it could not be read. */
  readonly colour?: string
  /** Whom mail comes from, in place of `mailSettings.from`. */
  readonly from?: Address
  /** Where answers to mail go, in place of `mailSettings.replyTo`. */
  readonly replyTo?: Address
  /** In place of `timeZone` of the service. */
  readonly timeZone?: string
  /** Pages that say who is responsible, and what becomes of data. */
  readonly imprintUrl?: string
  readonly privacyUrl?: string
  /** At the foot of every page, in place of the built-in sentence. */
  readonly footer?: string
  /** The issuer's address by post, at the foot of every page and mail. */
  readonly postal?: string
}

/** What of it is text, and not a picture. */
export type BrandTexts = Omit<Brand, 'logo'>

const address = { members: { address: needed('text'), name: 'text' } as const satisfies OptionTable<Address> }

export const brandTextRules = {
  name: 'some text',
  colour: 'colour',
  from: address,
  replyTo: address,
  timeZone: 'time zone',
  imprintUrl: 'http url',
  privacyUrl: 'http url',
  footer: 'some text',
  postal: 'some text',
} as const satisfies OptionTable<BrandTexts>

export const brandRules = { ...brandTextRules, logo: 'bytes' } as const satisfies OptionTable<Brand>

const longest: Partial<Record<keyof BrandTexts, number>> = {
  name: limits.brandName,
  imprintUrl: limits.brandUrl,
  privacyUrl: limits.brandUrl,
  footer: limits.brandText,
  postal: limits.brandText,
}

/** What is wrong with each member, as far as it can be told without looking into the logo. */
export function brandFaults(brand: BrandTexts): Partial<Record<keyof BrandTexts, BadgeError>> {
  const faults: Partial<Record<keyof BrandTexts, BadgeError>> = {}
  for (const name of Object.keys(brandTextRules) as (keyof BrandTexts)[]) {
    const value = brand[name]
    if (value === undefined) continue
    try {
      checkValue(`brand.${name}`, value, brandTextRules[name])
      if (typeof value === 'string') assertShort(name, value)
      else assertAddress(name, value)
    } catch (error) {
      if (!isBadgeError(error)) throw error
      faults[name] = error
    }
  }
  return faults
}

/** Throws the first of {@link brandFaults}: `ERR_ARGUMENT_INVALID`. */
export function assertBrand(brand: BrandTexts): void {
  for (const fault of Object.values(brandFaults(brand))) throw fault
}

function assertShort(name: keyof BrandTexts, value: string): void {
  const most = longest[name]
  if (most !== undefined && value.length > most) throw wrong(`\`brand.${name}\` has at most ${most} characters.`)
  if (isBlank(value)) throw wrong(`\`brand.${name}\` must be text that can be seen.`)
}

function assertAddress(name: keyof BrandTexts, value: Address): void {
  if ((value.name ?? '').length > limits.personName) {
    throw wrong(`\`brand.${name}.name\` has at most ${limits.personName} characters.`)
  }
  try {
    normalizeAddress(value.address)
  } catch (cause) {
    throw wrong(`\`brand.${name}.address\` must be an e-mail address: a name, @ and a domain.`, cause)
  }
}

const wrong = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_ARGUMENT_INVALID', message, cause === undefined ? {} : { cause })
