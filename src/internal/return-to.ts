/** A path of this host to go on to, or `fallback`: never another origin (`//host`, `/\host`, control characters). */
export function safeReturnTo(text: string | null | undefined, fallback: string): string {
  if (text === null || text === undefined || text.length > 2048) return fallback
  if (!/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(text)) return fallback
  try {
    const url = new URL(text, 'http://host.invalid')
    return url.origin === 'http://host.invalid' && !/^\/[/\\]/.test(url.pathname) ? url.pathname + url.search : fallback
  } catch {
    return fallback
  }
}
