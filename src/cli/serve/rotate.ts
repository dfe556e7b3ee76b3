import { rename } from 'node:fs/promises'
import { BadgeError } from '../../errors.js'
import { systemReason } from '../../internal/system-reason.js'
import type { BadgeService } from '../../service/index.js'
import { formatJson, writeSecretFile } from '../core/io.js'

/** What `secrets.json` holds. */
export interface StoredSecrets {
  /** The operator's bearer token for the API. */
  readonly apiToken: string
  /** What the tokens of links and sessions follow from. */
  readonly secret: string
  /** Secrets that were replaced, for as long as something may follow from them. */
  readonly former?: readonly string[]
}

/** A new token and secret; the former ones are kept until {@link finishRotation} has run. */
export async function beginRotation(
  file: string,
  { secret, former = [] }: StoredSecrets,
  newToken: () => string,
): Promise<StoredSecrets> {
  const next: StoredSecrets = { apiToken: newToken(), secret: newToken(), former: [...former, secret] }
  await writeSecrets(file, next)
  return next
}

/**
 * Ends what could be used under the former secrets, and forgets them. Also after a run that broke off: until they are
 * forgotten, every start takes this up again.
 */
export async function finishRotation(
  file: string,
  { former = [], ...secrets }: StoredSecrets,
  service: BadgeService,
): Promise<string | undefined> {
  if (former.length === 0) return undefined
  const done = { sessions: 0, links: 0, messages: 0 }
  for (const from of former) {
    const { sessions, links, messages } = await service.staff.changeSecret({ from })
    done.sessions += sessions
    done.links += links
    done.messages += messages
  }
  await writeSecrets(file, secrets)
  return (
    `The operator's token, those of all issuers, and the secret of sessions and links are new. Ended: ${done.sessions} sessions of learners ` +
    `and staff, ${done.links} links that sign in or add an address. ${done.messages} messages that wait keep working ` +
    'links. Offers that were mailed stay open, and so do tokens of the API that were made on the pages. The key that ' +
    'signs badges is the same.'
  )
}

/** A new token of an issuer beside that of the server; links and sessions follow from the secret of the server alone. */
export async function replaceToken(
  file: string,
  { secret }: StoredSecrets,
  newToken: () => string,
): Promise<StoredSecrets> {
  const next: StoredSecrets = { apiToken: newToken(), secret }
  await writeSecrets(file, next)
  return next
}

/** In one step: a process that ends in between leaves one or the other, never none. */
async function writeSecrets(file: string, secrets: StoredSecrets): Promise<void> {
  const beside = `${file}.new`
  await writeSecretFile(beside, formatJson(secrets), true)
  await rename(beside, file).catch((cause: unknown) => {
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${file} could not be written: ${systemReason(cause)}.`, { cause })
  })
}
