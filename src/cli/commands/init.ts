import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { createIssuerFiles, didWebFor, generateKeyPair } from '../../keys/index.js'
import { formatJson, say, writeOutputFile, writeSecretFile } from '../io.js'

export interface InitOptions {
  readonly domain: string
  readonly out: string
  readonly name?: string
  readonly force?: boolean
}

/** The one file of `init` that is not published. */
const SECRET_FILE = 'key.json'

/** What an institution needs to issue under its own domain: key, DID document, JWKS and profile. */
export async function init({ domain, out, name = domain, force = false }: InitOptions): Promise<void> {
  const key = await generateKeyPair({ controller: didWebFor(domain) })
  const { did, files } = createIssuerFiles({ domain, name, key })
  for (const path of files.map((file) => join(out, file.path))) {
    if (!force && existsSync(path)) {
      throw new BadgeError('ERR_FILE_EXISTS', `${path} exists; it is not overwritten without --force.`)
    }
  }
  await mkdir(out, { recursive: true })
  await writeSecretFile(join(out, SECRET_FILE), formatJson(await key.exportSecret('multikey')), force)
  for (const file of files) {
    const path = join(out, file.path)
    await mkdir(dirname(path), { recursive: true })
    await writeOutputFile(path, formatJson(file.content))
  }
  say(`${join(out, SECRET_FILE)}: the secret key. Keep it off the web server, and keep a copy in a safe place.`)
  for (const { path, instruction } of files) say(`${join(out, path)}: ${instruction}`)
  await new Promise<void>((resolve) => process.stdout.write(`${did}\n`, () => resolve()))
}
