import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { importKeyPair } from '../../keys/index.js'
import type { KeyPair } from '../../types/keys.js'
import { readInputFile } from './io.js'
import type { Surroundings } from './surroundings.js'

/** Loads a key file: the JSON of `keygen`, a JWK, or PKCS #8 PEM. */
export async function readKeyFile(path: string, around: Surroundings): Promise<KeyPair> {
  const text = new TextDecoder().decode(await readInputFile(path, around)).trim()
  if (text.startsWith('-----BEGIN')) return importKeyPair(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message may quote the text, which is a secret: it is not kept as the cause.
    throw new BadgeError('ERR_KEY_INVALID', `${path} holds neither JSON nor PEM.`)
  }
  if (!isJsonObject(value)) throw new BadgeError('ERR_KEY_INVALID', `${path} must hold one key.`)
  return importKeyPair(value)
}
