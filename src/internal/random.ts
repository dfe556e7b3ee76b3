/** Random bytes of the platform's cryptographic generator: the one place of the library that asks for them. */
export const randomBytes = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length))
