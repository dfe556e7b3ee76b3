// The same for ASCII alone, which takes a fraction of the time: printable but for <>"{}|^` and the backslash.
const plainUri = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/
const anyUri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u

/** Whether the text is an absolute URI as RFC 3986 writes it: a scheme, then something without blanks. */
export const isUri = (text: string): boolean => plainUri.test(text) || anyUri.test(text)

// Names whose every label begins with a letter and has no two hyphens in a row: no address, nothing encoded. And
// schemes whose rest the parser takes as it is.
const plainUrl =
  /^(?:https?:\/\/(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.)+[a-z]+(?:[/?#][!-~]*)?|(?:urn|did):[a-z0-9][!-~]*)$/

/**
 * What `URL.canParse` is for. That of Node 20 and 22 refuses every URL with a letter such as ü once it was called some
 * thousand times: its compiled form takes the bytes of a Latin-1 string for UTF-8.
 */
export function canParseUrl(text: string, base?: string): boolean {
  try {
    new URL(text, base)
    return true
  } catch {
    return false
  }
}

/** The same, quicker for URLs of the usual forms. */
export const isParsableUrl = (text: string): boolean => plainUrl.test(text) || canParseUrl(text)

/** Whether the text is an absolute `http` or `https` URL that a browser would take. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && isUri(text) && canParseUrl(text)
}

/** Whether a value is the URL of a picture: `http`, `https`, or the picture itself as `data:image/…`. */
export const isPictureUrl = (value: unknown): boolean =>
  typeof value === 'string' && (isHttpUrl(value) || (/^data:image\//i.test(value) && isUri(value)))
