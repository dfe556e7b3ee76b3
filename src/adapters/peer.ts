import { BadgeError } from '../errors.js'

/** Knows which package is missing, so that several of them become one line for `npm i`. */
class PeerMissing extends BadgeError<'ERR_PEER_MISSING'> {
  readonly #packages: readonly string[]

  constructor(packages: readonly string[], cause: unknown) {
    const what = packages.length === 1 ? 'a package that is' : 'packages that are'
    super('ERR_PEER_MISSING', `This needs ${what} not installed: npm i ${packages.join(' ')}`, { cause })
    this.#packages = packages
  }

  static packagesOf(error: unknown): readonly string[] {
    return error instanceof PeerMissing ? error.#packages : []
  }
}

/** Runs the import of an optional package; where it is missing, says how to install it. */
export async function importPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const code = (cause as { code?: unknown }).code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    throw new PeerMissing([name], cause)
  }
}

/** Does everything at once; where packages are missing, one error names all of them. */
export async function withPeers<T extends readonly Promise<unknown>[]>(
  ...work: T
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  const failures = (await Promise.allSettled(work)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const missing = failures.flatMap(PeerMissing.packagesOf)
  if (missing.length > 1) throw new PeerMissing(missing, failures[0])
  return Promise.all(work)
}
