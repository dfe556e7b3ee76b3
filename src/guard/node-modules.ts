import { BadgeError } from '../errors.js'

/*
 * Modules of Node, not imported, so that a bundle of the service for another runtime can be made: it posts nothing there
 * unless it is given a `fetch`.
 */

const found = <T>(module: object | undefined): T => {
  if (module !== undefined) return module as T
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'The guarded fetch needs Node, Bun or Deno; pass a `fetch` of your own.')
}

export const nodeCrypto = (): typeof import('node:crypto') =>
  found(globalThis.process?.getBuiltinModule?.('node:crypto'))
export const nodeDns = (): typeof import('node:dns/promises') =>
  found(globalThis.process?.getBuiltinModule?.('node:dns/promises'))
export const nodeHttps = (): typeof import('node:https') => found(globalThis.process?.getBuiltinModule?.('node:https'))
export const nodeNet = (): typeof import('node:net') => found(globalThis.process?.getBuiltinModule?.('node:net'))
export const nodeTls = (): typeof import('node:tls') => found(globalThis.process?.getBuiltinModule?.('node:tls'))
export const nodeZlib = (): typeof import('node:zlib') => found(globalThis.process?.getBuiltinModule?.('node:zlib'))
