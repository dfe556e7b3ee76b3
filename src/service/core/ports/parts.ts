/** What the methods of adapters take and give, exported as the namespace `Ports`. */
export type { AuthRequest, Session } from './auth.js'
export type { Blob } from './blobs.js'
export type { MailAddress, MailEvent, MailMessage, MailOutcome, MailPicture } from './mail.js'
export type { Notification } from './notifier.js'
export type { WalletPass, WalletPasses } from './passes.js'
export type { NewPasskey, PasskeyAnswer, PasskeyVerifier } from './passkeys.js'
export type { JobRelay } from './relay.js'
export type {
  LeaseOptions,
  StorageCapabilities,
  StorageChange,
  StoragePage,
  StorageQuery,
  StorageSnapshot,
  StoredRecord,
} from './storage.js'
