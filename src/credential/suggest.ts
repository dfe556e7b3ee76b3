import { closest } from '../internal/suggest.js'

/** Names that Open Badges 2.0, VCDM 1.1 and habit have for what is called otherwise here. */
const otherNames: Readonly<Record<string, string>> = {
  issuanceDate: 'validFrom',
  issuedOn: 'validFrom',
  issueDate: 'validFrom',
  expirationDate: 'validUntil',
  expires: 'validUntil',
  badge: 'achievement',
  subject: 'credentialSubject',
  tags: 'tag',
  telephone: 'phone',
  title: 'name',
  language: 'inLanguage',
  link: 'url',
  website: 'url',
  skills: 'alignment',
}

/** The known name that was probably meant, if any is close enough. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined
  return other !== undefined && known.includes(other) ? other : closest(name, known)
}
