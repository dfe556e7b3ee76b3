/** A part of a backup: a name, and lines of JSON. The last part is the manifest. */
export interface BackupPart {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a backup says of itself. */
export interface BackupManifest {
  readonly format: 'badgewright backup'
  readonly version: 1
  readonly createdAt: string
  readonly baseUrl: string
  readonly issuerId: string
  /** Records by collection. */
  readonly records: Readonly<Record<string, number>>
  /** Pictures of a blob store that is not the storage. */
  readonly blobs: number
  /** All parts but this one, in their order. */
  readonly parts: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

/** Copies of everything that the service keeps. Keys are not among it: the storage has none. */
export interface BackupSteps {
  /**
   * Everything in the storage as it is at this moment, though others go on writing, and then the pictures of the blob store;
   * in parts of a few megabytes, one after the other, the manifest last. Personal data, as it is: encrypt it.
   *
   * @throws BadgeError `ERR_STORAGE_FAILED`, also where the storage adapter gives no snapshot
   */
  read(): Promise<AsyncIterable<BackupPart>>
  /**
   * Reads a backup to its end and changes nothing: digests, counts, and that every line is a record.
   *
   * @throws BadgeError `ERR_BACKUP_INVALID`
   */
  check(input: { readonly parts: AsyncIterable<BackupPart> }): Promise<BackupManifest>
  /**
   * Writes a backup into a storage that is empty. Check it first: what is found to be wrong on the way leaves a storage that is
   * half full, to be thrown away.
   *
   * Mail that waited when the backup was made may have been sent since. It is not sent, and is listed as given up
   * (`mail.messages`, `mail.retry`); reminders and notices that were due by now count as sent. Sessions, and links that sign in or
   * add an address, are ended: they may have been ended or used since. `sendWaiting` sends both, and keeps these.
   * Webhooks are posted again, under the ids they had.
   *
   * @throws BadgeError `ERR_BACKUP_INVALID`, `ERR_STORAGE_CONFLICT` where the storage is not empty, `ERR_SIGN_ISSUER_MISMATCH` for
   * a backup of another issuer
   */
  restore(input: { readonly parts: AsyncIterable<BackupPart>; readonly sendWaiting?: boolean }): Promise<{
    readonly manifest: BackupManifest
    /** Messages that are not sent by themselves. */
    readonly held: number
  }>
}
