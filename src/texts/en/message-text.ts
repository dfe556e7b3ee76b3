/** The text of one kind of message. */
export interface MessageText {
  readonly subject: string
  /** What mail programs show beside the subject. */
  readonly preheader: string
  /** Paragraphs. */
  readonly body: readonly string[]
  /** Text of the button, where there is one. */
  readonly button?: string
  /** Below the button. */
  readonly after?: readonly string[]
}

/** What all messages share. */
export interface CommonText {
  readonly greeting: string
  readonly greetingWithoutName: string
  readonly linkBelow: string
  /** For what an issuer sends, and for what somebody asked for. */
  readonly whySent: string
  readonly whySentAsked: string
  readonly whySentGuardian: string
  /** For what every address of an account hears of. */
  readonly whySentAccount: string
  /** For where answers go. */
  readonly whySentContact: string
  /** Where questions go, where answers are read. */
  readonly contact: string
  readonly unsubscribe: string
  readonly pictureAlt: string
  /** Links at the foot. */
  readonly help: string
  readonly imprint: string
  readonly privacy: string
}
