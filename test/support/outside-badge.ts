import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { BadgeDraft } from '../../src/types/draft.js'

/** A badge that somebody else has issued to an address, as its JSON text. */
export async function badgeOfOthers(email: string, more: Partial<BadgeDraft> = {}): Promise<string> {
  const signer = await generateKeyPair()
  const draft: BadgeDraft = {
    issuer: { name: 'Other School' },
    achievement: { name: 'First Aid', description: 'Helps.', criteria: 'Passed the course.' },
    recipient: { email },
    ...more,
  }
  return JSON.stringify(await issueBadge(draft, signer, { now: '2025-01-01T00:00:00Z' }))
}
