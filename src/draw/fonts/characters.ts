import { graphemes } from '../../internal/graphemes.js'
import { wellFormed } from '../../view/index.js'

export { graphemes as segments } from '../../internal/graphemes.js'

/** The characters of a text that are drawn. */
export const clusters = (text: string): string[] => graphemes(drawable(text))

/**
 * What can be drawn on a line: composed, without controls. Marks that set a direction stay, and so do isolates, since
 * they tell how to order; overrides and embeddings go, since they only serve to show a name as another. Of a heap of
 * marks on one letter, which would paint over the lines above, as many stay as any script has.
 */
export const drawable = (text: string): string =>
  wellFormed(text)
    .replace(/[\s\u2028\u2029]/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066\u2067\ufeff\ufff9-\ufffb]/gu, '')
    .normalize('NFC')
    .replace(/([\p{Mn}\p{Me}]{5})[\p{Mn}\p{Me}]+/gu, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()

/** Characters that change others and have no picture of their own. */
export const isInvisible = (character: string): boolean => /^[\p{Default_Ignorable_Code_Point}]$/u.test(character)

/** Whether a cluster is shown as a picture. */
export const isEmoji = (cluster: string): boolean =>
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f?\u20e3/u.test(cluster) &&
  !cluster.includes('\ufe0e')

/** Scripts that are shaped by rules of their own; everything else is alike to the shaper. */
const SCRIPTS = [
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Telugu',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Sinhala',
  'Hangul',
  'Han',
  'Hiragana',
  'Katakana',
].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)

/** The script of a cluster: `''` for what belongs to any, such as blanks and digits. */
export function scriptOf(cluster: string): string {
  if (/^[\p{Script=Common}\p{Script=Inherited}]*$/u.test(cluster)) return ''
  return SCRIPTS.find(([, pattern]) => pattern.test(cluster))?.[0] ?? 'other'
}

/** Whether lines may end on either side of it without a blank. */
export const breaksAnywhere = (cluster: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(cluster)
