import { writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { type DataOptions, withData } from '../serve/open-data.js'

interface OfferOptions extends DataOptions {
  /** `--without-code` */
  readonly withoutCode?: boolean
  readonly unbound?: boolean
  readonly json?: boolean
}

/**
 * Holds a badge of a server out to a wallet. Link and code are to go different ways: with both, anybody takes the badge.
 */
export async function offer(badgeId: string, options: OfferOptions, around: Surroundings): Promise<void> {
  const { withoutCode = false, unbound = false, json = false } = options
  const held = await withData(options, around, ({ service }) =>
    service.wallet.createOffer({ badgeId, bound: !unbound, code: !withoutCode }),
  )
  const { url, offerLink, code, expiresAt } = held
  const lines = [
    `page    ${url}`,
    `wallet  ${offerLink}`,
    ...(code === undefined ? [] : [`code    ${code}`]),
    `until   ${expiresAt}`,
  ]
  await writeResult(json ? `${JSON.stringify(held)}\n` : `${lines.join('\n')}\n`, undefined, around)
}
