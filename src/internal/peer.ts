import { BadgeError } from '../errors.js'

/** Loads an optional package, and says how to install it where it is missing. */
export async function loadPeer<T>(load: () => Promise<T>, packages: string): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new BadgeError('ERR_PEER_MISSING', `This needs a package that is not installed: npm i ${packages}`, { cause })
  }
}
