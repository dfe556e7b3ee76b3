import { BadgeError } from '../errors.js'

/** Runs the import of an optional package; where it is missing, says how to install it. */
export async function importPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const code = (cause as { code?: unknown }).code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    throw new BadgeError('ERR_PEER_MISSING', `This needs a package that is not installed: npm i ${name}`, { cause })
  }
}
