import type { OneOrMany } from './credential.js'
import type { JsonObject } from './json.js'

/**
 * A badge of Open Badges 2.0, as `verifyCredential` gives it back: with its badge class, and in that its issuer, in
 * place of their addresses.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Assertion
 */
export interface OpenBadge2Assertion extends JsonObject {
  '@context': OneOrMany<string | JsonObject>
  type: OneOrMany<string>
  id: string
  recipient: JsonObject
  badge: string | OpenBadge2Class
  verification: JsonObject
  issuedOn: string
  expires?: string
  image?: string | JsonObject
  evidence?: OneOrMany<string | JsonObject>
  narrative?: string
}

/** What was earned: name, description, picture, criteria and issuer. */
export interface OpenBadge2Class extends JsonObject {
  type: OneOrMany<string>
  id?: string
  name: string
  description: string
  image: string | JsonObject
  criteria: string | JsonObject
  issuer: string | OpenBadge2Profile
}

/** Who issued it. */
export interface OpenBadge2Profile extends JsonObject {
  type: OneOrMany<string>
  id: string
  name: string
  url?: string
  email?: string
}
