/** URLs of the JSON-LD contexts that the data models name. */

/** VCDM 1.1 §4.1. */
export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
/** VCDM 2.0 §4.3. */
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
/** Open Badges 3.0, the current version. */
export const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
/** The three 1EdTech types for `credentialSchema`, `credentialStatus` and `refreshService`. */
export const OPEN_BADGES_EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
/** Open Badges 3.0, JSON Schema of AchievementCredential: every version of the context there may be. */
export const OPEN_BADGES_PATTERN = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/
