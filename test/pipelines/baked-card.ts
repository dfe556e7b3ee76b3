import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { bakeImage } from '../../src/container/index.js'
import { createCards } from '../../src/draw/cards/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { badgeView } from '../../src/share/index.js'
import { testKey } from '../support/badge.js'
import { readQr } from '../support/qr.js'

export const pageUrl = 'https://badges.example.org/b/7f3k9q'

export const badge = await issueBadge(
  {
    issuer: { name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed.' },
    recipient: { email: 'kim@example.org' },
  },
  await testKey(),
  { now: '2026-03-01T00:00:00Z' },
)

/** A card with the badge inside and the way back on it. */
export async function bakedCard(): Promise<Uint8Array> {
  const view = badgeView(badge, { url: pageUrl })
  const [card] = await createCards(view, { art: readFileSync('examples/art/welder.png') }, ['square'])
  if (card === undefined) throw new Error('no card was made')
  return bakeImage(card.bytes, badge)
}

/** What the QR code on a picture says. */
export const wayBack = (png: Uint8Array): string | undefined => readQr(PNG.sync.read(Buffer.from(png)))
