/** What of Node's `crypto` is quicker than the portable code; absent elsewhere. */
export interface PlatformCrypto {
  /** In one call (20.12 and later). */
  readonly hash?: {
    (algorithm: 'sha256', data: Uint8Array, encoding: 'buffer'): Uint8Array
    (algorithm: 'sha256', data: Uint8Array | string, encoding: 'hex'): string
  }
  readonly createHmac?: (
    algorithm: 'sha256',
    key: Uint8Array,
  ) => { update(data: Uint8Array | string): { digest(): Uint8Array; digest(encoding: 'hex' | 'base64url'): string } }
}

export const platformCrypto = (): PlatformCrypto | undefined =>
  globalThis.process?.getBuiltinModule?.('node:crypto') as PlatformCrypto | undefined
