import { canParseUrl } from './url.js'

/**
 * An `http` address as a parser reads it: the host in small letters, dot segments resolved. `undefined` for every other
 * text, and for an address with a user name, which only makes one host look like another.
 */
function parsedUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !canParseUrl(value)) return undefined
  const url = new URL(value)
  return url.username === '' && url.password === '' ? url : undefined
}

/** An id as it names: an address as it would be fetched, a UUID in small letters (RFC 9562 §4), any other as it is. */
export const nameIn = (id: string): string => (/^urn:uuid:/i.test(id) ? id.toLowerCase() : (parsedUrl(id)?.href ?? id))

/** Host and port of an address; `undefined` for what is not an `http` address. */
export const hostOf = (value: unknown): string | undefined => parsedUrl(value)?.host

/** Whether two texts are one address: as they are, or as a parser reads them. */
export function isSameUrl(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false
  const href = parsedUrl(one)?.href
  return one === other || (href !== undefined && href === parsedUrl(other)?.href)
}

/**
 * Whether an address lies at another one or below it: of the same origin, and with all of its path segments. Both are
 * compared as they would be fetched, so that `…/good/../evil` is not below `…/good`, nor `…/good-not` or
 * `good.example.evil.example`. Where the other one has a query, the path is the same and the query goes on from there.
 */
export function isUrlWithin(value: unknown, start: unknown): boolean {
  const [url, above] = [parsedUrl(value), parsedUrl(start)]
  if (url === undefined || above === undefined || url.origin !== above.origin) return false
  const [path, first] = [segmentsOf(url), segmentsOf(above)]
  if (path === undefined || first === undefined) return false
  if (above.search !== '') return path.join('\n') === first.join('\n') && continues(url.search, above.search)
  // A slash at the end only says that more follows.
  if (first.at(-1) === '') first.pop()
  else if (path.length === first.length) return path.every((segment, i) => segment === first[i])
  return path.length > first.length && first.every((segment, i) => segment === path[i])
}

/** A query that goes on with the next parameter, or with the value of the last. */
const continues = (query: string, start: string): boolean =>
  query === start || (query.startsWith(start) && (/[=&?]$/.test(start) || query[start.length] === '&'))

/** The decoded segments of a path; `undefined` where a server that decodes more than a parser would find another path. */
function segmentsOf({ pathname }: URL): string[] | undefined {
  const segments = pathname.slice(1).split('/').map(decoded)
  return segments.some(leadsElsewhere) ? undefined : segments
}

/** Dots and slashes in more bytes than they have (RFC 3629 §10), which some servers decode. */
const OVERLONG = /%c0%(?:ae|af|9c)|%c1%9c/gi
/** Where dots are followed by path parameters, blanks or control characters, servers cut those off. */
const DOTS = /^[\0-\x20]*\.[\0-\x20]*\.?[\0-\x20]*(?:[;?#].*)?$/s

function leadsElsewhere(segment: string): boolean {
  let text = segment
  for (let i = 0; i < 4; i += 1) text = decoded(text.replace(OVERLONG, dotOrSlash))
  return text.split(/[/\\]/).some((part) => DOTS.test(part))
}

const dotOrSlash = (bytes: string): string => (/ae$/i.test(bytes) ? '.' : '/')

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
