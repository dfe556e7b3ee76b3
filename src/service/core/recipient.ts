import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { askedLocale } from '../../texts/index.js'
import { normalizeAddress } from './address.js'
import type { Recipient } from './records/index.js'

/** Whom a badge is for, as it is given: checked, and in the form in which it is kept. */
export function readRecipient({
  email,
  name,
  locale,
}: {
  readonly email: string
  readonly name?: string
  readonly locale?: string
}): Recipient {
  return {
    email: normalizeAddress(email),
    ...defined({
      name: name === undefined ? undefined : readName(name),
      locale: locale === undefined ? undefined : askedLocale(locale),
    }),
  }
}

/** A name on one line; `undefined` where there is nothing to see in it. */
export function readName(name: string): string | undefined {
  const trimmed = name.trim()
  if (trimmed.length > limits.personName || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `A name must have at most ${limits.personName} characters on one line.`,
    )
  }
  return isBlank(trimmed) ? undefined : trimmed
}
