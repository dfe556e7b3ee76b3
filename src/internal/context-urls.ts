/** URLs of the JSON-LD contexts that the data models name. */

/** VCDM 1.1 §4.1. */
export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
/** VCDM 2.0 §4.3. */
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
/** Bitstring Status List 1.0; part of the context of VCDM 2.0. */
export const BITSTRING_STATUS_LIST = 'https://www.w3.org/ns/credentials/status/v1'
/** Open Badges 3.0, the current version. */
export const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
/** The three 1EdTech types for `credentialSchema`, `credentialStatus` and `refreshService`. */
export const OPEN_BADGES_EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
/** Keys in the form `Multikey` (Controlled Identifiers 1.0 §2.2.2). */
export const MULTIKEY = 'https://w3id.org/security/multikey/v1'
/** Keys in the form `JsonWebKey` (Controlled Identifiers 1.0 §2.2.3). */
export const JSON_WEB_KEY = 'https://w3id.org/security/jwk/v1'
/** CLR 2.0, the current version; known by its digest only, so that anyone who uses it hands it over in `contexts`. */
export const CLR = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
/** CLR 2.0, JSON Schema of ClrCredential: every version of the context there may be. */
export const CLR_PATTERN = /^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.\d\.\d)*\.json$/
/** Open Badges 3.0, JSON Schema of AchievementCredential: every version of the context there may be. */
export const OPEN_BADGES_PATTERN = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/
