import { BadgeError } from '../errors.js'

/** For the `catch` of an `import()`: an optional package is missing, and how to install it. */
export const peerMissing =
  (packages: string) =>
  (cause: unknown): never => {
    throw new BadgeError('ERR_PEER_MISSING', `This needs a package that is not installed: npm i ${packages}`, { cause })
  }
