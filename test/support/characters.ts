import fc from 'fast-check'

const SURROGATES = { from: 0xd800, count: 0x800 }
const CHARACTERS = 0x110000 - SURROGATES.count

/**
 * A character of Unicode, whatever it is: as the unit of a string what fast-check calls `binary`, and the same strings for
 * a seed. That one first makes a table of all 1,112,064, which takes 2 s and 100 MB of each process.
 */
export const anyCharacter = fc.nat({ max: CHARACTERS - 1 }).map(
  (index) => String.fromCodePoint(index < SURROGATES.from ? index : index + SURROGATES.count),
  (character) => {
    const code = typeof character === 'string' ? character.codePointAt(0) : undefined
    const isOne = code !== undefined && String.fromCodePoint(code) === character
    if (!isOne || !character.isWellFormed()) throw new Error('not a character')
    return code < SURROGATES.from ? code : code - SURROGATES.count
  },
)
