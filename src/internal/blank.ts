/** Nobody sees these: blanks, controls, what only tells readers how to write (zero width, Hangul fillers), blank Braille. */
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Whether there is nothing to see in a text. */
export const isBlank = (text: string): boolean => !SEEN.test(text)
