import { needed } from '../../../internal/options.js'

/**
 * What somebody may do who acts for an issuer. An operation of the catalogue names the actions that it takes; roles are
 * sets of them.
 */
export const actions = [
  /** See badges, batches, applications, forms, screens, and what became of mail. */
  'read',
  /** Issue and offer badges, send offers again, hand out links. */
  'award',
  /** Correct the name in a badge, and settle problems that were reported. */
  'correct',
  /** Revoke, suspend and reinstate, undo a batch. */
  'revoke',
  /** Approve and reject applications, and batches before they are sent. */
  'decide',
  /** Make and change the forms by which badges are applied for. */
  'forms',
  /** Set up screens, and end them. */
  'screens',
  /** Stop, release and repeat mail and webhooks. */
  'delivery',
  /** Erase what is kept of an address. */
  'erase',
  /** See, add and remove members of staff, and change their roles. */
  'staff',
  /** Make and end tokens of the API. */
  'tokens',
  /** Make, change and retire the badges of the library. */
  'library',
  /** Set how the issuer appears, and try out its mail. */
  'brand',
] as const

export type Action = (typeof actions)[number]

/** Each role, and what it may do. */
export const roles = {
  owner: actions,
  awarder: ['read', 'award', 'correct', 'forms', 'screens', 'library'],
  approver: ['read', 'decide', 'revoke'],
  viewer: ['read'],
} as const satisfies Readonly<Record<string, readonly Action[]>>

export type Role = keyof typeof roles

export const roleNames = Object.keys(roles) as readonly Role[]

/** A role at one issuer, or at every issuer of the service where none is named. */
export interface Grant {
  readonly role: Role
  readonly issuerId?: string
}

/** Whether these roles include an action at an issuer. What is not a role includes nothing. */
export const grantsAction = (grants: readonly Grant[], action: Action, issuerId: string): boolean =>
  grants.some(
    ({ role, issuerId: at }) =>
      (at === undefined || at === issuerId) &&
      Object.hasOwn(roles, role) &&
      (roles[role] as readonly Action[]).includes(action),
  )

/** A role as options and inputs give it. */
export const grantRules = { role: needed(roleNames), issuerId: 'some text' } as const

/** A token of the API whose hash is configured. */
export const tokenHashRules = { hash: needed('some text'), role: needed(roleNames) } as const
