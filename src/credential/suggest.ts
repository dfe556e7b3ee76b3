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
  badgeclass: ['achievement'],
  subject: ['credentialSubject'],
  organization: ['issuer'],
  organisation: ['issuer'],
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
  // A name that long is not a slip of the finger, and comparing it takes time.
  if (name.length > 40) return undefined
  const plain = plainName(name)
  const same = known.find((candidate) => plainName(candidate) === plain)
  if (same !== undefined) return same
  const other = Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined
  const habit = other?.find((candidate) => known.includes(candidate))
  if (habit !== undefined) return habit
  return nearest(plain, known, name.length < 5 ? 1 : 2, plainName)
}

/** The one candidate that is at most so many letters away; `undefined` where none is. */
export function nearest(
  text: string,
  candidates: readonly string[],
  most: number,
  form: (candidate: string) => string = (candidate) => candidate,
): string | undefined {
  let best: string | undefined
  let least = most + 1
  for (const candidate of candidates) {
    const compared = form(candidate)
    if (Math.abs(compared.length - text.length) >= least) continue
    const steps = distance(text, compared)
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best
}

/** Levenshtein distance: how many letters are added, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    let diagonal = i
    row = row.reduce<number[]>((next, above, j) => {
      const cost =
        j === 0 ? i + 1 : Math.min(above + 1, (next[j - 1] ?? 0) + 1, diagonal + (b[j - 1] === letter ? 0 : 1))
      diagonal = above
      next.push(cost)
      return next
    }, [])
  }
  return row.at(-1) ?? 0
}
