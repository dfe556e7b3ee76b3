import type { JsonObject } from '../../src/types/json.js'

interface Multikey {
  readonly id: string
  export(options: { publicKey: boolean; secretKey: boolean }): Promise<JsonObject>
  signer(): { sign(input: { data: Uint8Array }): Promise<Uint8Array> }
  verifier(): { verify(input: { data: Uint8Array; signature: Uint8Array }): Promise<boolean> }
}

/** The part of an untyped package that the tests hold ours against. */
interface Ed25519Multikey {
  generate(options: { controller: string }): Promise<Multikey>
  from(key: JsonObject): Promise<Multikey>
}

const PACKAGE = '@digitalbazaar/ed25519-multikey'

export const ed25519Multikey = async (): Promise<Ed25519Multikey> =>
  (await import(/* @vite-ignore */ PACKAGE)) as Ed25519Multikey
