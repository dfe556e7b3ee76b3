import { rm } from 'node:fs/promises'
import { BadgeError } from '../../errors.js'
import { systemReason } from '../../internal/system-reason.js'
import { writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig } from '../serve/config.js'
import { issuerFolder } from '../serve/issuer-folder.js'
import { type DataOptions, storedIssuer, withData } from '../serve/open-data.js'

/** The issuers beside that of a server, one a line: what becomes of it, name, id. */
export async function issuersList(options: DataOptions, around: Surroundings): Promise<void> {
  const { issuers } = await readServeConfig(options.config, options, around)
  const records = await withData(options, around, ({ service }) => service.issuers.list())
  const lines = records.flatMap(({ name, issuerId }) => {
    if (name === undefined) return []
    const settings = Object.hasOwn(issuers, name) ? issuers[name] : undefined
    return [`${settings === undefined || settings.retired === true ? 'retired' : 'issues '} ${name} ${issuerId}`]
  })
  await writeResult(lines.map((line) => `${line}\n`).join(''), undefined, around)
}

/** Removes an issuer that the configuration names no longer, with its folder. */
export async function issuersRemove(
  name: string,
  options: DataOptions & { readonly yes?: boolean },
  around: Surroundings,
): Promise<void> {
  const { issuers } = await readServeConfig(options.config, options, around)
  if (Object.hasOwn(issuers, name)) {
    throw new BadgeError(
      'ERR_USAGE',
      `The configuration names the issuer ${name}; take it out there first, and start the server again.`,
    )
  }
  await withData(options, around, async ({ data, service }) => {
    const { issuerId } = await storedIssuer(name, service)
    const folder = issuerFolder(data, name)
    if (options.yes !== true) {
      throw new BadgeError(
        'ERR_USAGE',
        `${issuerId} would be removed with ${folder}, its status lists and all credentials that are stored: nobody could verify any more what it issued. Make a backup, and say --yes.`,
      )
    }
    const { credentials, lists } = await service.issuers.remove({ name })
    await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
      throw new BadgeError('ERR_FILE_UNWRITABLE', `${folder} could not be removed: ${systemReason(cause)}.`, { cause })
    })
    const removed = `${issuerId} is removed, with ${lists} status lists and what was kept of ${credentials} credentials and presentations.`
    await writeResult(`${removed} A server that runs must be started again.\n`, undefined, around)
  })
}
