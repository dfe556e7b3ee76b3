/** For the command line and the VC-API: every kind of credential that can be accepted. */
export { credentialKinds } from '../core/kind.js'
