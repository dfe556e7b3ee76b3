/** What replaces an e-mail address in messages, which end up in logs. */
const MASK = '(address)'

/** Text without blanks and without what separates words, members and steps of a pointer. */
const TOKEN = /[^\s<>()[\]{},;:=/\\?&|`]+/g
/** A package and its version, as in `npm i name@^1.2.3`. */
const VERSION = /^[\^~]?\d+\.\d+\.\d+/

/**
 * The text with every e-mail address in it masked: whatever is quoted of an input (a value, a member's name, a pointer,
 * a cell) may be one. Takes time linear in the text.
 */
export const maskAddresses = (text: string): string => (text.includes('@') ? text.replace(TOKEN, maskToken) : text)

function maskToken(token: string): string {
  let start = 0
  let end = token.length
  while (start < end && QUOTES.includes(token.charAt(start))) start += 1
  while (end > start && STOPS.includes(token.charAt(end - 1))) end -= 1
  const at = token.lastIndexOf('@', end - 1)
  // `@context` and the like are not addresses.
  if (at <= start || at === end - 1 || VERSION.test(token.slice(at + 1, end))) return token
  return `${token.slice(0, start)}${MASK}${token.slice(end)}`
}

const QUOTES = `"'`
const STOPS = `"'.!`
