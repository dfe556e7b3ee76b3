/** A file inside a message, shown where the HTML part names `cid:` and its id. */
export interface MailPicture {
  readonly cid: string
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** One message to one recipient, ready to be sent. No header value holds a line break. */
export interface MailMessage {
  /** The same for every try: a provider that has seen it sends nothing. */
  readonly idempotencyKey: string
  /** With angle brackets; the same for every try. */
  readonly messageId: string
  readonly date: Date
  readonly from: MailAddress
  readonly to: MailAddress
  readonly replyTo?: MailAddress
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly pictures: readonly MailPicture[]
  /** Further headers, such as `List-Unsubscribe`. */
  readonly headers: Readonly<Record<string, string>>
}

export interface MailAddress {
  readonly address: string
  readonly name?: string
}

/**
 * What became of a try. `sent`: the next server has accepted it. `later`: try again. `refused`: trying again is useless;
 * if `isAddress` says that the address is the reason, it gets no more mail.
 */
export type MailOutcome =
  | { readonly outcome: 'sent'; readonly providerId?: string }
  | { readonly outcome: 'later'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly isAddress: boolean }

/** Sends one message to one recipient. If it throws, that counts as `later`. */
export interface MailAdapter {
  /** Messages that it takes at once, where `mailSettings.atOnce` does not say. */
  readonly atOnce?: number
  /** Messages a minute that the provider takes, where `mailSettings.perMinute` does not say. */
  readonly perMinute?: number
  send(message: MailMessage): Promise<MailOutcome>
  /** Removes what it keeps of a message that was sent, if anything. */
  forget?(idempotencyKey: string): Promise<void>
  close?(): Promise<void>
}

/** What a provider reports afterwards, in one form for all providers. */
export interface MailEvent {
  readonly type: 'delivered' | 'deferred' | 'bounced' | 'complained'
  /** The Message-ID, with or without angle brackets. */
  readonly messageId: string
  /** Of a bounce: `hard` is for good. */
  readonly severity?: 'hard' | 'soft'
  /** Default: now. */
  readonly at?: Date
}
