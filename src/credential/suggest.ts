import { LONGEST_NAME, nearest, slips } from '../internal/suggest.js'

/** Names that Open Badges 2.0, VCDM 1.1, other vocabularies and habit have for what is called otherwise here. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  '@id': ['id'],
  '@type': ['type'],
  context: ['@context'],
  contexts: ['@context'],
  uuid: ['id'],
  uri: ['id', 'url'],
  types: ['type'],
  issuancedate: ['validFrom'],
  issuedon: ['validFrom'],
  issuedat: ['validFrom'],
  issuedate: ['validFrom'],
  issued: ['validFrom'],
  dateissued: ['validFrom'],
  startdate: ['validFrom', 'activityStartDate'],
  enddate: ['validUntil', 'activityEndDate'],
  expirationdate: ['validUntil'],
  expirydate: ['validUntil'],
  expiration: ['validUntil'],
  expires: ['validUntil'],
  expireson: ['validUntil'],
  expiresat: ['validUntil'],
  expiry: ['validUntil'],
  validto: ['validUntil'],
  validthrough: ['validUntil'],
  awardedon: ['awardedDate'],
  dateawarded: ['awardedDate'],
  badge: ['achievement'],
  badgeclass: ['achievement', 'Achievement'],
  subject: ['credentialSubject'],
  organization: ['issuer', 'Profile'],
  organisation: ['issuer', 'Profile'],
  issuer: ['Profile'],
  issuedby: ['issuer'],
  status: ['credentialStatus'],
  schema: ['credentialSchema'],
  refresh: ['refreshService'],
  terms: ['termsOfUse'],
  tags: ['tag'],
  keywords: ['tag'],
  telephone: ['phone'],
  tel: ['phone'],
  mail: ['email'],
  emailaddress: ['email'],
  title: ['name'],
  label: ['name'],
  desc: ['description'],
  summary: ['description'],
  logo: ['image'],
  icon: ['image'],
  picture: ['image'],
  img: ['image'],
  language: ['inLanguage'],
  lang: ['inLanguage'],
  link: ['url', 'id'],
  website: ['url'],
  homepage: ['url'],
  skills: ['alignment'],
  requirements: ['criteria'],
  criterion: ['criteria'],
  grade: ['value'],
  score: ['value'],
  minimum: ['valueMin'],
  min: ['valueMin'],
  maximum: ['valueMax'],
  max: ['valueMax'],
  level: ['achievedLevel'],
  framework: ['targetFramework'],
  code: ['targetCode'],
  hash: ['identityHash'],
  identity: ['identityHash'],
  credits: ['creditsEarned', 'creditsAvailable'],
  index: ['statusListIndex'],
  purpose: ['statusPurpose'],
  statuslist: ['statusListCredential'],
}

/** A name without what people write differently: capitals, `_`, `-` and blanks. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')

/** The known name that was probably meant, if any is close enough. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined
  const plain = plainName(name)
  const same = known.find((candidate) => plainName(candidate) === plain)
  if (same !== undefined) return same
  const other = Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined
  const habit = other?.find((candidate) => known.includes(candidate))
  if (habit !== undefined) return habit
  return nearest(plain, known, slips(name), plainName)
}
