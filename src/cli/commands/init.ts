import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BadgeError, isBadgeError } from '../../errors.js'
import { makeFolder } from '../../internal/make-folder.js'
import { createIssuerFiles, didWebFor, generateKeyPair } from '../../keys/index.js'
import { formatJson, say, writeOutputFile, writeResult, writeSecretFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

export interface InitOptions {
  readonly domain: string
  readonly out: string
  readonly name?: string
  readonly force?: boolean
}

/** The one file of `init` that is not published. */
const SECRET_FILE = 'key.json'

/** What an institution needs to issue under its own domain: key, DID document, JWKS and profile. */
export async function init(
  { domain, out, name = domain, force = false }: InitOptions,
  around: Surroundings,
): Promise<void> {
  const { key, did, files } = await forDomain(domain, name)
  for (const path of files.map((file) => join(out, file.path))) {
    if (!force && existsSync(path)) {
      throw new BadgeError('ERR_FILE_EXISTS', `${path} exists; it is not overwritten without --force.`)
    }
  }
  await makeFolder(out)
  await writeSecretFile(join(out, SECRET_FILE), formatJson(await key.exportSecret('multikey')), force)
  for (const file of files) {
    const path = join(out, file.path)
    await makeFolder(dirname(path))
    await writeOutputFile(path, formatJson(file.content))
  }
  say(`${join(out, SECRET_FILE)}: the secret key. Keep it off the web server, and keep a copy in a safe place.`, around)
  for (const { path, instruction } of files) say(`${join(out, path)}: ${instruction}`, around)
  await writeResult(`${did}\n`, undefined, around)
}

async function forDomain(domain: string, name: string) {
  try {
    const key = await generateKeyPair({ controller: didWebFor(domain) })
    return { key, ...createIssuerFiles({ domain, name, key }) }
  } catch (cause) {
    // A domain that is none is an argument that is none.
    if (isBadgeError(cause, 'ERR_ARGUMENT_INVALID')) throw new BadgeError('ERR_USAGE', cause.message, { cause })
    throw cause
  }
}
