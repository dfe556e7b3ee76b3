import type { Portfolio } from '../core/records/index.js'
import type { OutsideBadge } from '../outside/types.js'
import type { ShownBadge } from '../sharing/types.js'

/** The public page of a person, as they set it. */
export interface PortfolioInput {
  readonly personId: string
  /** Whether others can see it. Default: as it is, and at first false. */
  readonly open?: boolean
  /** Plain text on one line, at most 80 characters. A page that is open has one. */
  readonly title?: string
  /** Plain text, at most 600 characters. */
  readonly text?: string
  /**
   * The last part of its address: 3 to 40 small letters, digits and single hyphens. `''` gives it an address that nobody can
   * guess. Default: as it is, and at first one that nobody can guess.
   */
  readonly address?: string
  /** Badges that it shows, at most 48, in this order: each must be public. Default: as they are. */
  readonly badgeIds?: readonly string[]
}

/** The page as its owner sees it. */
export interface PortfolioView extends Pick<Portfolio, 'address' | 'named' | 'open' | 'title' | 'text' | 'badgeIds'> {
  readonly url: string
}

/** The page as everybody sees it. */
export interface ShownPortfolio extends Pick<Portfolio, 'address' | 'title' | 'text'> {
  /** Whether search engines may list it: its owner chose an address that can be guessed. */
  readonly listed: boolean
  /** Those that are public at this moment, revoked and expired ones among them. */
  readonly badges: readonly ShownBadge[]
  /** Badges of other issuers that its owner lets others see. */
  readonly outside: readonly OutsideBadge[]
}

/** A public page of badges that a person chose. It is off until they open it, and shows what is public alone. */
export interface PortfolioSteps {
  /** The page of a person; `null` if they never set one. */
  get(personId: string): Promise<PortfolioView | null>
  /** Sets it. `ERR_ARGUMENT_INVALID` names a rule of addresses, `ERR_ROW_DUPLICATE` says that somebody has the address. */
  set(input: PortfolioInput): Promise<PortfolioView>
  /** The page at an address; `null` for one that is closed, given up, of a child without consent, or unknown. */
  look(input: { address: string }): Promise<ShownPortfolio | null>
  /** What the page shows as one file to keep: each badge as JSON and as a picture, and a page to open. */
  archive(personId: string): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }>
}
