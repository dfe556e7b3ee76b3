/** The adapters that need no server of their own, SMTP, OpenID Connect and passkeys: what `badgewright serve` runs on. */
export { type OidcAuthOptions, oidcAuth } from '../auth/oidc.js'
export { passkeys } from '../auth/passkeys.js'
export { folderMail } from '../mail/folder.js'
export { type SmtpMailOptions, smtpMail } from '../mail/smtp.js'
export { withPeers } from '../peer.js'
export { memoryStorage } from '../storage/memory.js'
export { sqliteStorage } from '../storage/sqlite.js'
