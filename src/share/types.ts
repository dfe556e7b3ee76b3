import type { ShareTexts, StateLabels, Under } from '../texts/index.js'
import type { BadgeView } from '../view/index.js'

/** How a network counts the length of a post. */
export type TextCount = 'graphemes' | 'characters' | 'x-weighted'

/** The words of ways to share. */
export type ShareLabels = StateLabels & Under<ShareTexts, 'share'>

/** What the caller adds to a badge. */
export interface ShareOptions {
  /** Language of all words, BCP 47. Default: the badge's own. English for a language that there are no words in. */
  readonly locale?: string
  /** Words of your own, in that language. */
  readonly labels?: Partial<ShareLabels>
  /** The words of the post, without the link. Default: `I earned “NAME” from ISSUER.`, or what state the badge is in. */
  readonly text?: string
  /** For X: without `#`. */
  readonly hashtags?: readonly string[]
  /** For LinkedIn: the number of the issuer's page, which brings its logo. */
  readonly linkedInOrganizationId?: string
  /** For Mastodon: the server of the person who shares, such as `mastodon.social`. */
  readonly instance?: string
  /** The picture to share, by name: what the page offers for download. */
  readonly images?: readonly { readonly name: string; readonly url?: string; readonly alt: string }[]
}

/**
 * What to do to share: follow a link, ask for a server first, open the share sheet, copy, or download.
 */
export interface ShareAction {
  readonly id: string
  readonly label: string
  readonly kind: 'link' | 'ask' | 'web-share' | 'copy' | 'download'
  /** For `link`. Open it with `target="_blank" rel="noopener noreferrer"`. */
  readonly href?: string
  /** What the link carries, before encoding: `new URL(href).searchParams` gives the same values. */
  readonly params: Readonly<Record<string, string>>
  /** For `ask`: what to ask for; then call again with it. */
  readonly asks?: { readonly option: 'instance'; readonly label: string }
  /**
   * For `web-share`: the argument of `navigator.share`, to which the caller adds the files; ask `navigator.canShare` first. An
   * `AbortError` is a change of mind, `InvalidStateError` a second tap; on `NotAllowedError` show the links instead.
   */
  readonly data?: { readonly title: string; readonly text: string; readonly url?: string }
  /** For `copy`: what to put on the clipboard. */
  readonly copy?: string
  /** The pictures that belong to the post. */
  readonly images: readonly { readonly name: string; readonly url?: string; readonly alt: string }[]
  /** To be shown beside the action: values that a person can copy by hand where the network ignores what the link says. */
  readonly fields: readonly {
    /** Which it is, in any language. */
    readonly id: 'text' | 'caption' | 'name' | 'issuer' | 'issued' | 'expires' | 'id' | 'url'
    readonly label: string
    readonly value: string
  }[]
  /** The prompt that a person meets, and what to do when it is refused or never comes. */
  readonly permission: {
    /** Who asks. */
    readonly by: 'network' | 'browser' | 'system' | 'nobody'
    /** What to expect, in one sentence. */
    readonly expect: string
    /** The action works only inside a click or key press. */
    readonly needsActivation: boolean
    /** Words of `<iframe allow>` that a framing page has to give. */
    readonly iframeAllow: readonly string[]
    /** What to offer when it is refused, cancelled or missing. */
    readonly refused: string
  }
  /** What the person should know, such as that the text was cut. */
  readonly warnings: readonly string[]
}

/** One way to share. */
export interface ShareAdapter {
  readonly id: string
  /** In English; its actions have it in the language asked for. */
  readonly label: string
  /** Whether a template was found in the network's own documentation, seen to work, or neither of late. */
  readonly status: 'documented' | 'observed' | 'unverified'
  /** Pages that say so, and the day on which they were read. */
  readonly source: readonly string[]
  readonly checkedOn: string
  /** Length of a post, where the network has a limit. */
  readonly limit?: { readonly count: TextCount; readonly max: number; readonly parameter: string }
  /** Pure: nothing is fetched, nothing is opened. */
  share(view: BadgeView, options?: ShareOptions): ShareAction
}

export type ShareField = ShareAction['fields'][number]
export type PermissionPrompt = ShareAction['permission']
