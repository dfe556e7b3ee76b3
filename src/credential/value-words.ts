import { isBlank } from '../internal/blank.js'
import { asDateTime, months } from '../internal/date-forms.js'
import { nearest } from '../internal/suggest.js'
import { isUri } from '../internal/url.js'
import type { JsonValue } from '../types/json.js'
import { HASH_FORM } from './identity.js'
import { plainName } from './suggest.js'

/** What kind of value is there, for a sentence that says what should be. */
export function kindWord(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'object':
      return 'an object'
    case 'string':
      return 'text'
    case 'number':
      return 'a number'
    default:
      return 'true or false'
  }
}

/** The end of a sentence on a value of the wrong kind: what is there, and how to write it. */
export function insteadOf(value: JsonValue, wanted: 'text' | 'number' | 'boolean' | 'object'): string {
  if (Array.isArray(value)) return value.length === 1 ? 'here it is a list; write its one value' : 'here it is a list'
  if (wanted === 'text' && typeof value === 'number') return 'here it is a number; write it in quotes'
  if (wanted === 'text' && typeof value === 'boolean') return 'here it is true or false without quotes'
  if (wanted === 'number' && typeof value === 'string') {
    return 'here it is text; write the digits without quotes and with a decimal point'
  }
  if (wanted === 'boolean' && typeof value === 'string') return 'here it is text; write true or false without quotes'
  if (value === null) return 'here it is null; leave the property out or give a value'
  return `here it is ${kindWord(value)}`
}

/** Longest value that is shown. */
const SHOWN = 40
/** A list of terms up to this length is shown whole. */
const LISTED = 12

const shown = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

/** Terms that are often written so: the implementation guide itself has `email`. */
const otherSpellings: Readonly<Record<string, string>> = {
  email: 'emailAddress',
  mail: 'emailAddress',
  complete: 'Completed',
  done: 'Completed',
  passed: 'Completed',
  percentage: 'Percent',
  certificate: 'Certificate',
}

/** The term that was probably meant. */
export function nearTerm(value: string, terms: readonly string[]): string | undefined {
  if (value.length > SHOWN) return undefined
  const plain = plainName(value)
  const spelt = Object.hasOwn(otherSpellings, plain) ? plainName(otherSpellings[plain] ?? '') : plain
  const same = terms.filter((term) => plainName(term) === spelt)
  if (same.length === 1) return same[0]
  return plain.length < 5 ? undefined : nearest(plain, terms, 2, plainName)
}

/** Why a value is not a term of an enumeration, and which term to write. */
export function termFault(key: string, value: JsonValue, terms: readonly string[], open: boolean): string {
  const list = terms.length <= LISTED ? `one of ${terms.join(', ')}` : 'one of the terms of the enumeration'
  const all = open ? `${list}, or a term of your own that starts with "ext:"` : list
  if (typeof value !== 'string') return `"${key}" must be text, ${all}; ${insteadOf(value, 'text')}.`
  const meant = nearTerm(value, terms)
  if (meant !== undefined) return `"${key}" is ${shown(value)}, which is not a known term; write "${meant}".`
  const own = value.replace(/[^A-Za-z0-9._-]+/g, '')
  const extension = open && own !== '' && !/^ext/i.test(own) ? `, such as "ext:${own.slice(0, SHOWN)}"` : ''
  return `"${key}" is ${shown(value)}, which is not a known term; write ${all}${extension}.`
}

/** Why a text is not an absolute URL, and what was probably meant. */
export function urlFault(text: string): string {
  if (isBlank(text)) return 'here it is empty'
  if (text !== text.trim()) return 'there is a blank before or after it'
  if (UUID.test(text)) return `a UUID is written "urn:uuid:" and then the UUID`
  if (MAIL.test(text)) return 'an e-mail address is written "mailto:" and then the address'
  if (/^\/\//.test(text) || HOST.test(text)) return 'the scheme is missing: write "https://" before it'
  if (/^[./]|^[^:]*$/.test(text)) return 'here it is relative: write the whole URL with its scheme, such as https://…'
  return 'here it is text that is not a URL: it has blanks or characters that no URL has'
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/
/** A host with a dot and a top level, such as people write URLs without scheme. */
export const HOST = /^(www\.)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(\/\S*)?$/i

/** A URL that lacks nothing but its beginning, or has blanks around it. */
export function asUri(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed !== text && isUri(trimmed)) return trimmed
  if (UUID.test(trimmed)) return `urn:uuid:${trimmed.toLowerCase()}`
  if (MAIL.test(trimmed)) return `mailto:${trimmed}`
  if (trimmed.startsWith('//') && HOST.test(trimmed.slice(2))) return `https:${trimmed}`
  return HOST.test(trimmed) && isUri(`https://${trimmed}`) ? `https://${trimmed}` : undefined
}

/** Why a text is not the hash of an identity. */
export function hashFault(text: string): string {
  const [, name = '', mark = '', digits = ''] = /^([a-z0-9-]*?)([$:=]?)([0-9a-f]*)$/i.exec(text) ?? []
  const form = 'write "sha256$" and then 64 hexadecimal digits'
  if (mark === '' && HASH_FORM.test(`sha256$${text}`))
    return `the algorithm is missing: write "sha256$" before the digits`
  if (mark !== '' && mark !== '$' && /^(sha-?256|md5)$/i.test(name)) return `${form} (here "${name}${mark}")`
  if (/^(sha-?1|sha-?384|sha-?512|sha-?224)$/i.test(name)) {
    return `only sha256 and md5 are known (here ${name}): ${form}`
  }
  if (/^sha-?256$/i.test(name) && digits !== '')
    return `sha256 has 64 hexadecimal digits (here ${digits.length}): ${form}`
  if (/^md5$/i.test(name) && digits !== '') return `md5 has 32 hexadecimal digits (here ${digits.length})`
  return `${form}, or set "hashed" to false for a plain identifier`
}

/** A hash that lacks nothing but the form. */
export function asHash(text: string): string | undefined {
  const [, name = 'sha256', digits = ''] = /^(?:(sha-?256|md5)\s*[$:=]\s*)?([0-9a-f]+)$/i.exec(text.trim()) ?? []
  const written = `${name.toLowerCase().replace('-', '')}$${digits.toLowerCase()}`
  return HASH_FORM.test(written) && written !== text ? written : undefined
}

/**
 * Why a value is not a date and time with a time zone.
 *
 * @param end - which end of a day is meant by a day alone
 */
export function dateFault(value: string, withTime: boolean, end: 'start' | 'end'): string {
  const text = value.trim()
  if (text === '') return 'here it is empty'
  if (text !== value) return 'there is a blank before or after it'
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? []
  if (year !== undefined && !exists(Number(year), Number(month), Number(day))) {
    return Number(month) < 1 || Number(month) > 12
      ? `there is no month ${Number(month)}`
      : `${Number(day)} ${months[Number(month) - 1]} ${year} does not exist`
  }
  if (!withTime) return 'write year, month and day, such as 2026-01-31'
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'the time and the zone are missing'
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/i.test(text))
    return 'the time zone is missing: end it with Z or +01:00'
  if (/^\d+$/.test(text)) return 'a count of seconds is not a date'
  const meant = asDateTime(value, end)
  return meant === undefined ? 'write it like 2026-01-31T12:00:00Z' : `write "${meant}"`
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const LANGUAGE = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/u

/** Whether a text is a language code in the form that the schemas of Open Badges ask for. */
export const isLanguageCode = (text: string): boolean => LANGUAGE.test(text)

/** The language code that a text lacks nothing of but the spelling: `en_US`, `EN`, `de-at`. */
export function languageMeant(text: string): string | undefined {
  const [language = '', ...parts] = text.trim().split(/[_-]/)
  const spelt = [language.toLowerCase(), ...parts.map((part) => (part.length === 4 ? part : part.toUpperCase()))].join(
    '-',
  )
  return spelt !== text && language.length < 4 && isLanguageCode(spelt) ? spelt : undefined
}
