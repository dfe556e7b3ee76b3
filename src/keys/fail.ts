import { BadgeError, isBadgeError } from '../errors.js'

// Neither takes a cause: what a platform or decoder says about a key may quote it.

export const keyInvalid = (message: string): BadgeError => new BadgeError('ERR_KEY_INVALID', message)

export const keyUnsupported = (message: string): BadgeError => new BadgeError('ERR_KEY_UNSUPPORTED', message)

export const argumentInvalid = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

const UNREAD = Symbol('a form of key that is not read')

/** A key of a kind or in a form that is not read here, and may be sound: nobody can tell. */
export const keyUnread = (message: string): BadgeError =>
  Object.defineProperty(keyUnsupported(message), UNREAD, { value: true })

/** Whether an error says that nobody can tell, rather than that a key must not be used. */
export const isKeyUnread = (error: unknown): boolean => isBadgeError(error, 'ERR_KEY_UNSUPPORTED') && UNREAD in error

/** Runs something whose error may quote a secret, and replaces that error. */
export function guarded<T>(run: () => T, replacement: () => BadgeError): T {
  try {
    return run()
  } catch {
    throw replacement()
  }
}

export async function guardedAsync<T>(run: () => Promise<T>, replacement: () => BadgeError): Promise<T> {
  try {
    return await run()
  } catch {
    throw replacement()
  }
}
