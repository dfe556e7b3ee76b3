import { BadgeError } from '../errors.js'

const names = new WeakMap<object, string>()

/** Runs the import of an optional package; where it is missing, says how to install it. */
export async function importPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const code = (cause as { code?: unknown }).code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    throw peersMissing([name], cause)
  }
}

/** Does everything at once; where packages are missing, one error names all of them. */
export async function withPeers<T extends readonly Promise<unknown>[]>(
  ...work: T
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  const failures = (await Promise.allSettled(work)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const missing = failures.flatMap((reason) => names.get(reason as object) ?? [])
  if (missing.length > 1) throw peersMissing(missing, failures[0])
  return Promise.all(work)
}

function peersMissing(missing: readonly string[], cause: unknown): BadgeError {
  const what = missing.length === 1 ? 'a package that is' : 'packages that are'
  const error = new BadgeError('ERR_PEER_MISSING', `This needs ${what} not installed: npm i ${missing.join(' ')}`, {
    cause,
  })
  if (missing.length === 1) names.set(error, String(missing[0]))
  return error
}
