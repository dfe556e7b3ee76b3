import { type BadgeView, languageTag, longDate, oneLine } from '../view/index.js'
import { type ReadmeTexts, readmeTexts } from './readme-texts.js'

/** The texts of a language, those of the host among them. */
export function readmeTextsFor(locale: string | undefined, own: Partial<ReadmeTexts> = {}): ReadmeTexts {
  const tag = languageTag(locale) ?? 'en'
  const given = readmeTexts[tag] ?? readmeTexts[tag.split('-')[0] ?? 'en'] ?? readmeTexts.en
  return { ...(given as ReadmeTexts), ...own }
}

interface Contents {
  readonly locale: string | undefined
  readonly texts: ReadmeTexts
  /** Names of the files in the archive. */
  readonly files: readonly string[]
}

/** What each name in the archive is; the first part of a path stands for all that is in it. */
const ROWS = [
  ['badge.json', 'signed'],
  ['badge.jwt', 'jwt'],
  ['badge.png, badge.svg', 'picture'],
  ['certificate.pdf', 'certificate'],
  ['cards/', 'cards'],
  ['snippets/', 'snippets'],
  ['share-links.txt', 'links'],
] as const satisfies readonly (readonly [string, keyof ReadmeTexts])[]

/** The file that tells a learner what the others are. Names of files stand on lines of their own, in any direction. */
export function readmeOf(view: BadgeView, { locale, texts, files }: Contents): string {
  const filled = (text: string, values: Readonly<Record<string, string>>): string =>
    text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
  const until = view.expiresAt === undefined ? [] : [filled(texts.until, { date: longDate(view.expiresAt, locale) })]
  const hasJson = files.includes('badge.json')
  const rows = ROWS.flatMap(([name, key]) => {
    const [first = name] = name.split(',')
    if (!files.some((file) => file === first || (name.endsWith('/') && file.startsWith(name)))) return []
    // A badge that was signed as a JWT has no other form.
    return [name, `    ${texts[key === 'jwt' && !hasJson ? 'signed' : key]}`]
  })
  return [
    oneLine(view.name),
    filled(texts.issued, { issuer: oneLine(view.issuer), date: longDate(view.issuedAt, locale) }),
    ...until,
    ...(view.state === 'valid' ? [] : ['', filled(texts.notInForce, { state: texts[view.state] })]),
    '',
    texts.yours,
    '',
    ...rows,
    '',
    texts.goodToKnow,
    '',
    `- ${texts.stripped}`,
    `  ${view.url}`,
    `- ${filled(texts.verify, { command: 'npx badgewright verify badge.png' })}`,
    `- ${texts.keep}`,
    '',
  ].join('\n')
}
