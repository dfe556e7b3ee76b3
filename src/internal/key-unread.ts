import { BadgeError, isBadgeError } from '../errors.js'

const UNREAD = Symbol('a form of key that is not read')

/** A key of a kind or in a form that is not read here, and may be sound: nobody can tell. */
export const keyUnread = (message: string): BadgeError =>
  Object.defineProperty(new BadgeError('ERR_KEY_UNSUPPORTED', message), UNREAD, { value: true })

/** Whether an error says that nobody can tell, rather than that a key must not be used. */
export const isKeyUnread = (error: unknown): boolean => isBadgeError(error, 'ERR_KEY_UNSUPPORTED') && UNREAD in error
