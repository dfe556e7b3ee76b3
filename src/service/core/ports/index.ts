/** What the service needs of its surroundings; adapters implement it. */
export type { Auth, Session } from './auth.js'
export type { BlobStore } from './blobs.js'
export type { MailAdapter, MailAddress, MailEvent, MailMessage, MailOutcome, MailPicture } from './mail.js'
export type { Notification, Notifier } from './notifier.js'
export type { WalletPass, WalletPasses } from './passes.js'
export type { PasskeyAnswer, PasskeyVerifier } from './passkeys.js'
export type { JobRelay } from './relay.js'
export type {
  LeaseOptions,
  StorageAdapter,
  StorageChange,
  StoragePage,
  StorageQuery,
  StorageSnapshot,
  StoredRecord,
} from './storage.js'
