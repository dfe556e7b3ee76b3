/** What a document says that it is, by its types: told when it is signed as when it is verified. */
export { ENVELOPED_CREDENTIAL, isEnvelope } from './enveloped.js'
export { credentialKinds, type DocumentKind, kindName, kindNames, kindsIn, kindTable } from './kinds.js'
export { isOpenBadge1, isOpenBadge2, OPEN_BADGES_2 } from './open-badges-2.js'
