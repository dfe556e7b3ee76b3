/**
 * Text of others on one line of ours: control and format characters are out, so that a badge or a file name cannot
 * move the cursor of the person who reads, or turn the direction of the text.
 */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')

/** The same for text of several lines, whose layout stays. */
export const cleanLines = (text: string): string => text.split('\n').map(clean).join('\n')
