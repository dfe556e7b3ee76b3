import { BadgeError } from '../errors.js'

// Neither takes a cause: what a platform or decoder says about a key may quote it.

export const keyInvalid = (message: string): BadgeError => new BadgeError('ERR_KEY_INVALID', message)

export const keyUnsupported = (message: string): BadgeError => new BadgeError('ERR_KEY_UNSUPPORTED', message)

export const argumentInvalid = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

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
