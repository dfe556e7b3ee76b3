import { memoryStorage, oidcAuth, passkeys, withPeers } from '../../adapters/embedded/index.js'
import { isBadgeError } from '../../errors.js'
import type { HandlerOptions } from '../../http/index.js'
import { readSite } from '../../http/settings/index.js'
import { assertVcSigning } from '../../internal/vc-signing.js'
import { createBadgeService } from '../../service/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { addOwners } from './add-owners.js'
import { misconfigured, type ServeConfig } from './config.js'
import { placeholder, rehearseIssuers } from './issuers.js'
import { oidcOptions, serviceOptions } from './open-service.js'
import { ownKeyType } from './own-key.js'

/**
 * Looks whether the server can be what the configuration says, on records in memory and without a key: nothing is written. A
 * start that is refused leaves neither a key nor a database behind.
 *
 * @param settings - those of the handler, without its issuers
 * @throws BadgeError `ERR_USAGE`; `ERR_FILE_UNREADABLE`; what a brand that cannot be shown ends with
 */
export async function rehearse(...given: Parameters<typeof perform>): Promise<void> {
  try {
    await perform(...given)
  } catch (error) {
    const isOfFile = isBadgeError(error, 'ERR_ARGUMENT_INVALID') || isBadgeError(error, 'ERR_ADDRESS_INVALID')
    throw isOfFile ? misconfigured(error) : error
  }
}

async function perform(
  config: ServeConfig,
  baseUrl: string,
  settings: () => HandlerOptions,
  around: Surroundings,
): Promise<void> {
  const type = await ownKeyType(config, around)
  assertVcSigning('', type, config.signing)
  const issuers = await rehearseIssuers(config.issuers, config.data, around)
  const secret = 'not a secret, but as long as one has to be.'.padEnd(64, '.')
  const [, verifier] = await withPeers(
    config.oidc === undefined ? Promise.resolve(undefined) : oidcAuth(oidcOptions(config.oidc, baseUrl, secret)),
    config.passkeys === undefined
      ? Promise.resolve(undefined)
      : passkeys({ ...config.passkeys, name: config.siteName }),
  )
  const service = createBadgeService({
    ...serviceOptions(config, baseUrl, verifier),
    signer: placeholder('.', type),
    storage: memoryStorage(),
    secret,
  })
  readSite(service, { ...settings(), issuers })
  // A logo that cannot be shown is refused at the start, and not with the first page.
  await service.issuers.brand()
  await addOwners(config, service)
}
