import { type ArchiveTexts, loadSpoken, type Spoken } from '../texts/index.js'
import { type BadgeView, oneLine } from '../view/index.js'

/** The texts of a language, those of the host among them. */
export const readmeWords = (
  locale: string | undefined,
  own: Partial<ArchiveTexts> | undefined,
  about?: string,
): Promise<Spoken<ArchiveTexts>> => loadSpoken(({ archive }) => archive, { locale, labels: own }, about)

/** What each name in the archive is; the first part of a path stands for all that is in it. */
const ROWS = [
  ['badge.json', 'signed'],
  ['badge.jwt', 'jwt'],
  ['badge.png, badge.svg', 'picture'],
  ['certificate.pdf', 'certificate'],
  ['cards/', 'cards'],
  ['snippets/', 'snippets'],
  ['share-links.txt', 'links'],
] as const satisfies readonly (readonly [string, keyof ArchiveTexts])[]

/** The file that tells a learner what the others are. Names of files are on lines of their own, in any direction. */
export function readmeOf(view: BadgeView, { say, longDate }: Spoken<ArchiveTexts>, files: readonly string[]): string {
  const until = view.expiresAt === undefined ? [] : [say('until', { date: longDate(view.expiresAt) })]
  const hasJson = files.includes('badge.json')
  const rows = ROWS.flatMap(([name, key]) => {
    const [first = name] = name.split(',')
    if (!files.some((file) => file === first || (name.endsWith('/') && file.startsWith(name)))) return []
    // A badge that was signed as a JWT has no other form.
    return [name, `    ${say(key === 'jwt' && !hasJson ? 'signed' : key)}`]
  })
  return [
    oneLine(view.name),
    say('issued', { issuer: oneLine(view.issuer), date: longDate(view.issuedAt) }),
    ...until,
    ...(view.state === 'valid' ? [] : ['', say('notInForce', { state: say(view.state) })]),
    '',
    say('yours'),
    '',
    ...rows,
    '',
    say('goodToKnow'),
    '',
    `- ${say('stripped')}`,
    `  ${view.url}`,
    `- ${say('verify', { command: 'npx badgewright verify badge.png' })}`,
    `- ${say('keep')}`,
    '',
  ].join('\n')
}
