import { foldText } from '../../internal/fold-text.js'

/** The most words of a name that it is found by. */
const MOST = 6

/**
 * Words by which a name is found: without case and accents, each once. `Zoë Müller-Lee` gives `zoe`, `muller` and `lee`; a name
 * without spaces, such as `山田太郎`, is one word.
 */
export function nameWords(name: string): string[] {
  return [...new Set(foldText(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])].slice(0, MOST)
}
