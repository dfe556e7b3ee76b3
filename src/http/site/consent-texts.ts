/**
 * Versions of the sentences that people agree to by pressing, which the log of consents names: under the button of an offer, on
 * the tile of one among My badges, and of a guardian. Who changes a sentence gives it another version.
 */
export const consentTexts = { offer: '2026-1', offerTile: '2026-2', guardian: '2026-1' } as const
