/**
 * Everything the service can do, each described once: name, JSON Schema of input and output, errors, who may. Transports
 * read it: the HTTP API validates by it and prints its OpenAPI document from it.
 */
import { BadgeError } from '../errors.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { applicationOperations } from './applications.js'
import { badgeOperations } from './badges.js'
import { batchOperations } from './batches.js'
import { brandOperations } from './brand.js'
import { checkInput } from './check-input.js'
import { claimOperations } from './claims.js'
import { collectionOperations } from './collection.js'
import { credentialOperations } from './credentials.js'
import { displayOperations } from './displays.js'
import { guardianOperations } from './guardians.js'
import { libraryOperations } from './library.js'
import type { Host, Operation } from './operation.js'
import { peopleOperations } from './people.js'
import { portfolioOperations } from './portfolio.js'
import { presentingOperations } from './presenting.js'
import { sharingOperations } from './sharing.js'
import { signingOperations } from './signing.js'
import { staffOperations } from './staff.js'
import { upkeepOperations } from './upkeep.js'
import { walletOperations } from './wallet.js'

export { may, type Place, type Principal } from './access.js'
export { type Host, type Operation, pictureFrom } from './operation.js'
export { schemas } from './schemas.js'

export const catalogue: readonly Operation[] = [
  ...badgeOperations,
  ...batchOperations,
  ...claimOperations,
  ...collectionOperations,
  ...portfolioOperations,
  ...peopleOperations,
  ...guardianOperations,
  ...staffOperations,
  ...sharingOperations,
  ...walletOperations,
  ...displayOperations,
  ...presentingOperations,
  ...applicationOperations,
  ...libraryOperations,
  ...brandOperations,
  ...upkeepOperations,
  ...credentialOperations,
  ...signingOperations,
]

const byName = new Map(catalogue.map((row) => [row.name, row]))

/** @throws BadgeError `ERR_ARGUMENT_INVALID` for a name that no operation has */
export function operationNamed(name: string): Operation {
  const row = byName.get(name)
  if (row !== undefined) return row
  throw new BadgeError('ERR_ARGUMENT_INVALID', `Unknown operation; known are ${[...byName.keys()].join(', ')}.`)
}

/** Documents whose issuers and statuses may be ours, of a presentation in any form: nothing of them is believed. */
export const credentialsIn = async (presentation: JsonValue | undefined): Promise<readonly JsonObject[]> =>
  (await import('./verify-runs.js')).credentialsIn(presentation)

/** Checks the input and runs the operation. That the caller may call it, the transport has made sure of before. */
export const runOperation = async (row: Operation, host: Host, input: JsonValue | undefined): Promise<unknown> =>
  row.run(host, checkInput(row.input, input))
