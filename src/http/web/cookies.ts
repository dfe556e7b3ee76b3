/** The cookies of a request. A name that comes twice counts as absent: somebody may have planted the other. */
export function readCookies(header: string | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const part of (header ?? '').slice(0, 16_384).split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    if (at < 1 || found.has(name)) twice.add(name)
    else found.set(name, part.slice(at + 1).trim())
  }
  for (const name of twice) found.delete(name)
  return found
}

export interface CookieSettings {
  /** Over https: the name gets the prefix `__Host-`, so that no other host of the domain can set it. */
  readonly secure: boolean
  /** In frames of other sites: partitioned by the site around it. */
  readonly framed: boolean
}

export const cookieName = (name: string, { secure }: CookieSettings): string =>
  `${secure ? '__Host-' : ''}badges-${name}`

export function writeCookie(name: string, value: string, settings: CookieSettings, maxAgeSeconds?: number): string {
  const parts = [`${cookieName(name, settings)}=${value}`, 'Path=/', 'HttpOnly']
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`)
  if (settings.framed) parts.push('SameSite=None', 'Secure', 'Partitioned')
  else parts.push('SameSite=Lax', ...(settings.secure ? ['Secure'] : []))
  return parts.join('; ')
}
