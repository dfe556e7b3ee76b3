import { createServer, type Server } from 'node:https'
import { BadgeError } from '../../errors.js'
import { readTextFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import type { ServeConfig } from './config.js'

/**
 * A server that speaks TLS itself. The files are read once: after a renewal it is started again.
 *
 * @throws BadgeError `ERR_FILE_UNREADABLE`; `ERR_USAGE` where they are not a certificate and its key
 */
export async function tlsServer({ cert, key }: NonNullable<ServeConfig['tls']>, around: Surroundings): Promise<Server> {
  const files = { cert: await readTextFile(cert, around), key: await readTextFile(key, around) }
  try {
    return createServer(files)
  } catch (cause) {
    throw new BadgeError('ERR_USAGE', '"tls" must name a certificate and its key, both in PEM, without a passphrase.', {
      cause,
    })
  }
}
