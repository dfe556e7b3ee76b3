/** What `badgewright serve` and `work` run on: adapters that need no server of their own, PostgreSQL, SMTP, OpenID Connect. */
export { type OidcAuthOptions, oidcAuth } from '../auth/oidc.js'
export { folderMail } from '../mail/folder.js'
export { type SmtpMailOptions, smtpMail } from '../mail/smtp.js'
export { withPeers } from '../peer.js'
export { memoryStorage } from '../storage/memory.js'
export { postgresStorage } from '../storage/postgres.js'
export { sqliteStorage } from '../storage/sqlite.js'
