/** A page that somebody has. */
export interface Portfolio {
  readonly schemaVersion: 1
  readonly personId: string
  /** The last part of its address. */
  readonly address: string
  /** Whether the person chose the address. */
  readonly named: boolean
  readonly open: boolean
  readonly title: string
  readonly text: string
  /** Ids of badges, in their order. Whether each may be seen is asked whenever the page is. */
  readonly badgeIds: readonly string[]
  readonly changedAt: string
}

/**
 * The public page of a person: collection `portfolios`, by the digest of its address, so that an address has one page. Of an
 * address that was given up, `released` is left for a while: links to it must not lead to somebody else's page.
 */
export type PortfolioRecord = Portfolio | { readonly schemaVersion: 1; readonly released: string }
