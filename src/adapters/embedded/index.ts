/** The adapters that need no server of their own, and SMTP: what `badgewright serve` runs on. */
export { folderMail } from '../mail/folder.js'
export { type SmtpMailOptions, smtpMail } from '../mail/smtp.js'
export { withPeers } from '../peer.js'
export { sqliteStorage } from '../storage/sqlite.js'
