import type { JsonObject } from '../../types/json.js'

/** What a share target is told: only what the learner chose to make visible. */
export interface ShareSubject {
  readonly credential: JsonObject
  /** The page to link to. */
  readonly url: string
  readonly locale: string
}

/** Makes the ways to share one badge. Declarative: nothing is sent anywhere. */
export interface ShareAdapter {
  targets(subject: ShareSubject): readonly ShareTarget[]
}

export interface ShareTarget {
  readonly id: string
  readonly name: string
  /** A link that opens the other side's own page; absent where it has none. */
  readonly href?: string
  /** What to copy by hand where the link does not fill it in. */
  readonly fields?: readonly { readonly label: string; readonly value: string }[]
}
