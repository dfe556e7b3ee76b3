/**
 * Keeps line ends and spells out all else that would move the cursor or turn the direction of the text of anyone who
 * reads it on a terminal, in the way that JSON and N-Quads spell it.
 */
export const escapeControls = (text: string): string =>
  text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
