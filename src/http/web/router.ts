import type { Visit } from '../site/visit.js'

/**
 * How a route is guarded. `page`: a page or form; `secret`: the same with a token in its URL; `file`: what a page shows
 * or offers; `public`: a document for the whole web; `api`: JSON for programs, without cookies.
 */
export type RouteKind = 'page' | 'secret' | 'file' | 'public' | 'api'

export interface Route {
  readonly method: 'GET' | 'POST'
  /** `:name` stands for one segment. */
  readonly path: string
  readonly kind: RouteKind
  /** Who may: anybody, whoever is signed in, whoever issues. Default: anybody. */
  readonly who?: 'person' | 'issuer'
  /** Asks nothing about the visitor, and takes no cookie. */
  readonly anonymous?: boolean
  /** A form with files. */
  readonly upload?: boolean
  /** A form that others may post as well: what mail programs do for one-click unsubscribe. */
  readonly foreignForm?: (request: Request) => boolean
  readonly run: (visit: Visit) => Promise<Response>
}

export interface Match {
  readonly route: Route
  readonly place: Readonly<Record<string, string>>
}

/** Finds routes by path; the first of the table wins. */
export function createRouter(routes: readonly Route[]): (path: string) => readonly Match[] {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }))
  return (path) => {
    const given = path.split('/')
    return compiled.flatMap(({ route, segments }) => {
      if (segments.length !== given.length) return []
      const place: Record<string, string> = {}
      for (const [index, segment] of segments.entries()) {
        const value = given[index] ?? ''
        if (!segment.startsWith(':')) {
          if (segment !== value) return []
          continue
        }
        const decoded = decode(value)
        if (decoded === undefined || decoded === '') return []
        place[segment.slice(1)] = decoded
      }
      return [{ route, place }]
    })
  }
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
