import { graphemes } from '../internal/graphemes.js'
import { checkValue, needed, number } from '../internal/options.js'
import type { TextCount } from './types.js'

/**
 * X counts in weights: 1 for these ranges, 2 for everything else, 2 for a whole emoji, 23 for a link whatever its
 * length. Configuration 3 of `twitter-text`, on the text in NFC.
 */
const LIGHT: readonly (readonly [number, number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
]
export const X_LINK_WEIGHT = 23

const isLight = (point: number): boolean => LIGHT.some(([from, to]) => point >= from && point <= to)

/** Emoji that are one character to X; of others each part is counted, which is never too little. */
const PLAIN_EMOJI = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)\p{Emoji_Modifier}?$/u

function xWeight(text: string): number {
  let weight = 0
  for (const segment of graphemes(text.normalize('NFC'))) {
    if (PLAIN_EMOJI.test(segment)) weight += 2
    else for (const character of segment) weight += isLight(character.codePointAt(0) ?? 0) ? 1 : 2
  }
  // `acme.example` in running text becomes a link of 23.
  const linkLike = text.match(/[^\s.]\.(?=\p{L})/gu)?.length ?? 0
  return weight + linkLike * X_LINK_WEIGHT
}

const counters: Readonly<Record<TextCount, (text: string) => number>> = {
  graphemes: (text) => graphemes(text).length,
  characters: (text) => [...text].length,
  'x-weighted': xWeight,
}

/** Length of a text as a network counts it. */
export function countText(text: string, count: TextCount): number {
  checkCounting(text, count)
  return counters[count](text)
}

function checkCounting(text: string, count: TextCount): void {
  checkValue('text', text, needed('text'))
  checkValue('count', count, needed(Object.keys(counters) as TextCount[]))
}

/** The text, or as many of its words as fit, followed by `…`. A first word that does not fit is cut between graphemes. */
export function fitText(text: string, count: TextCount, max: number): string {
  checkCounting(text, count)
  checkValue('max', max, needed(number()))
  const measure = counters[count]
  if (measure(text) <= max) return text
  const parts = graphemes(text)
  // Longest prefix that fits, by halves; weights only grow with the prefix.
  let low = 0
  let high = Math.min(parts.length, max)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(`${parts.slice(0, middle).join('')}…`) <= max) low = middle
    else high = middle - 1
  }
  const prefix = parts.slice(0, low).join('')
  const words = /^(.*\S)\s+\S*$/su.exec(prefix)?.[1]
  const kept =
    words !== undefined && !/^\s/u.test(parts[low] ?? ' ') && words.length > prefix.length / 2 ? words : prefix
  const cut = `${kept.trimEnd()}…`
  return measure(cut) <= max ? cut : ''
}
