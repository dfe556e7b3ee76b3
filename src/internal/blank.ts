/** Nobody sees these: blanks, controls, what only tells readers how to write (zero width, Hangul fillers), blank Braille. */
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Whether there is nothing to see in a text. Most begin with a letter or digit of ASCII, which ends the question. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0)
  return !(first > 0x20 && first < 0x7f) && !SEEN.test(text)
}
