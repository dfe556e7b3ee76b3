import { BadgeError } from '../../errors.js'
import { hexDecode } from '../../internal/bytes.js'
import { generateKeyPair, importKeyPair } from '../../keys/index.js'
import type { KeyPair, KeyType } from '../../types/keys.js'
import { assertNoInput, formatJson, readInputFile, say, writeResult, writeSecretFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

export const keyTypes = { ed25519: 'Ed25519', p256: 'P-256', p384: 'P-384', rsa: 'RSA' } as const satisfies Record<
  string,
  KeyType
>

export interface KeygenOptions {
  readonly type: keyof typeof keyTypes
  readonly out?: string
  readonly seedFile?: string
  readonly force?: boolean
}

/** A new issuer key: into a file of mode 0600 with its DID on standard output, or the key itself there. */
export async function keygen(options: KeygenOptions, around: Surroundings): Promise<void> {
  if (options.out === '-') {
    throw new BadgeError('ERR_USAGE', 'Without --out the key goes to standard output; `-` is not a file for a secret.')
  }
  await assertNoInput(options.out, [options.seedFile])
  const key = await makeKey(options, around)
  const secret = formatJson(await key.exportSecret(options.type === 'rsa' ? 'jwk' : 'multikey'))
  if (options.out === undefined) {
    say(key.did, around)
    say('The secret key is on standard output; --out FILE writes it to a file of mode 0600 instead.', around)
    return writeResult(secret, undefined, around)
  }
  await writeSecretFile(options.out, secret, options.force ?? false)
  await writeResult(`${key.did}\n`, undefined, around)
}

async function makeKey({ type, seedFile }: KeygenOptions, around: Surroundings): Promise<KeyPair> {
  if (seedFile === undefined) return generateKeyPair({ type: keyTypes[type] })
  if (type !== 'ed25519') throw new BadgeError('ERR_KEY_UNSUPPORTED', 'Only an Ed25519 key is made from a seed.')
  return importKeyPair(readSeed(await readInputFile(seedFile, around)))
}

/** A seed is 32 bytes, or the 64 hexadecimal digits that spell them. */
function readSeed(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 32) return bytes
  const text = new TextDecoder().decode(bytes).trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return hexDecode(text)
  throw new BadgeError('ERR_KEY_INVALID', 'The seed must be 32 bytes, or 64 hexadecimal digits.')
}
