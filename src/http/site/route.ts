import type { RouteRow } from '../web/router.js'
import type { Visit } from './visit.js'

/**
 * How a route is guarded. `page`: a page or form; `secret`: the same with a token in its URL; `file`: what a page shows
 * or offers; `public`: a document for the whole web; `api`: JSON for programs, without cookies.
 */
export type RouteKind = 'page' | 'secret' | 'file' | 'public' | 'api'

export interface Route extends RouteRow {
  readonly kind: RouteKind
  /**
   * Who may use it: a person who is signed in; `owner` also a browser whose badge session is for the `:badgeId` of the
   * path; or anyone who may call this operation of the catalogue. Default: anybody.
   */
  readonly who?: 'person' | 'owner' | { readonly operation: string }
  /** Asks nothing about the visitor, and takes no cookie. */
  readonly anonymous?: boolean
  /** Also of each issuer, under `/issuers/NAME`. */
  readonly eachIssuer?: boolean
  /** Programs on pages of other sites may use it: it takes no cookie, and what it needs is in the request. */
  readonly crossOrigin?: boolean
  /** A form with files. */
  readonly upload?: boolean
  /** A form that others may post as well: what mail programs do for one-click unsubscribe. */
  readonly foreignForm?: (request: Request) => boolean
  readonly run: (visit: Visit) => Promise<Response>
}
