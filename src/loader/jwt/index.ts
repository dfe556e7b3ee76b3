/** The keys of JWTs, which have ways of their own to be named; it loads with the first JWT. */
export { findJwtKey, type JwtKey } from './jwt-key.js'
