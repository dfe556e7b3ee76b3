/** Whether the text is an absolute URI as RFC 3986 writes it: a scheme, then something without blanks. */
export const isUri = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u.test(text)

/** Whether the text is an absolute `http` or `https` URL that a browser would take. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && isUri(text) && URL.canParse(text)
}
