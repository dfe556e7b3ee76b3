// The surface of untyped packages that proof/ touches. Kept out of the public types.
declare module '@digitalbazaar/vc' {
  export function issue(options: {
    credential: object
    suite: object
    documentLoader: (url: string) => Promise<unknown>
    now: Date
  }): Promise<unknown>
  export function signPresentation(options: {
    presentation: object
    suite: object
    purpose: object
    documentLoader: (url: string) => Promise<unknown>
  }): Promise<unknown>
  export function derive(options: {
    verifiableCredential: object
    suite: object
    documentLoader: (url: string) => Promise<unknown>
  }): Promise<unknown>
  export function createPresentation(options: { verifiableCredential: object; holder: string; now: Date }): object
  export function verify(options: {
    presentation: object
    suite: object
    challenge: string
    domain: string
    documentLoader: (url: string) => Promise<unknown>
    now: Date
  }): Promise<{ verified: boolean }>
  export function verifyCredential(options: {
    credential: object
    suite: object
    documentLoader: (url: string) => Promise<unknown>
    now: Date
  }): Promise<{ verified: boolean }>
}
declare module '@digitalbazaar/ed25519-multikey' {
  export function from(key: object): Promise<{ signer(): object }>
}
declare module '@digitalbazaar/ed25519-signature-2020' {
  export class Ed25519Signature2020 {
    constructor(options: { signer?: object; date?: Date })
  }
}
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: object; date?: Date; cryptosuite: object; legacyContext?: boolean })
  }
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: {
    name: string
    requiredAlgorithm: string
    canonize: unknown
    createVerifier: (options: { verificationMethod: object }) => Promise<object>
  }
}
