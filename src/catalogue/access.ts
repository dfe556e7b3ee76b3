import { type Action, grantsAction } from '../service/core/roles/index.js'
import type { Grant } from '../service/index.js'
import type { Operation } from './operation.js'

/**
 * Who may call an operation.
 *
 * - `issuer`: somebody who acts for the issuer, and whose roles there include the `actions` of the operation.
 * - `learner`: the person whom `personId` names. A transport takes it from the session, never from the request.
 * - `owner`: the same, or a browser that has opened this one badge of theirs.
 * - `link`: anybody who has the token in the input; the token is the permission.
 * - `anyone`: no permission is needed.
 * - `host`: only the application that embeds the service; not to be offered over a network.
 */
export type Access = 'issuer' | 'learner' | 'owner' | 'link' | 'anyone' | 'host'

/** Somebody, as a transport has found out who they are. One request may come from several: a learner who is staff too. */
export type Principal =
  | { readonly kind: 'visitor' }
  | { readonly kind: 'badge session'; readonly personId: string; readonly badgeId: string }
  | { readonly kind: 'learner session'; readonly personId: string }
  | {
      readonly kind: 'staff session'
      readonly staffId: string
      readonly name: string
      readonly grants: readonly Grant[]
      /** Colleagues by whose link they are signed in. */
      readonly through?: readonly string[]
    }
  | { readonly kind: 'token'; readonly tokenId: string; readonly grants: readonly Grant[] }

/** What a call is about. */
export interface Place {
  /** The issuer that is acted for. */
  readonly issuerId: string
  /** The badge in the path, where there is one. */
  readonly badgeId?: string | undefined
}

/** The table: what each kind of principal may call at all. What roles include is in `service/core/roles`. */
const reach = {
  visitor: ['anyone', 'link'],
  'badge session': ['anyone', 'link', 'owner'],
  'learner session': ['anyone', 'link', 'owner', 'learner'],
  'staff session': ['anyone', 'link', 'issuer'],
  token: ['anyone', 'link', 'issuer'],
} as const satisfies Readonly<Record<Principal['kind'], readonly Access[]>>

/** Whether one of these may call the operation here. Every transport asks this, and nothing else. */
export const may = (
  principals: readonly Principal[],
  operation: Pick<Operation, 'access' | 'actions'>,
  place: Place,
): boolean => principals.some((principal) => mayOne(principal, operation, place))

function mayOne(
  principal: Principal,
  { access, actions }: Pick<Operation, 'access' | 'actions'>,
  place: Place,
): boolean {
  if (!Object.hasOwn(reach, principal.kind)) return false
  if (!(reach[principal.kind] as readonly Access[]).includes(access)) return false
  switch (access) {
    case 'anyone':
    case 'link':
    case 'learner':
      return true
    case 'owner':
      return principal.kind === 'learner session' || isOpened(principal, place)
    case 'issuer':
      return 'grants' in principal && hasAll(principal.grants, actions, place.issuerId)
    default:
      return false
  }
}

const isOpened = (principal: Principal, { badgeId }: Place): boolean =>
  principal.kind === 'badge session' && principal.badgeId === badgeId

/** An operation that names no action is nobody's. */
const hasAll = (grants: readonly Grant[], actions: readonly Action[] = [], issuerId: string): boolean =>
  actions.length > 0 && actions.every((action) => grantsAction(grants, action, issuerId))
