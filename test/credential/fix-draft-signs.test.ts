import { describe, expect, test } from 'vitest'
import { createCredential, createEndorsement } from '../../src/credential/index.js'
import { isBadgeError } from '../../src/errors.js'
import { fixDraft } from '../../src/fix-draft.js'
import { signCredential } from '../../src/proof/index.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { slipNames, slipped } from '../support/slips.js'
import { fixed as fixedOptions, fullDraft } from './full-draft.js'

/** `BADGEWRIGHT_FIX_COUNT` and `BADGEWRIGHT_FIX_SEED` make longer and other runs. */
const count = Number(process.env.BADGEWRIGHT_FIX_COUNT ?? 3000)
const seed = Number(process.env.BADGEWRIGHT_FIX_SEED ?? 13)

const now = '2026-06-01T00:00:00Z'
const key = await testKey()
const badge = sampleBadge(key.did)
const V1 = 'https://www.w3.org/2018/credentials/v1'

const { endorsement: _, ...whole } = createCredential(
  { ...fullDraft, issuer: { ...(fullDraft.issuer as object), id: key.did } } as BadgeDraft,
  fixedOptions,
) as unknown as JsonObject
const { validFrom, awardedDate: __, '@context': contexts, ...rest } = badge
const older: JsonObject = {
  ...rest,
  '@context': [V1, ...(contexts as JsonValue[]).slice(1)],
  issuanceDate: validFrom as string,
}
const endorsement = createEndorsement(
  { issuer: { id: key.did, name: 'Acme' }, endorsed: 'https://u.example', comment: 'Good.' },
  { now, id: fixedOptions.id },
) as unknown as JsonObject
const { endorsement: ___, endorsementJwt: ____, ...draftOfAchievement } = fullDraft.achievement as unknown as JsonObject
const draft = {
  issuer: { id: key.did, name: 'Acme', url: 'https://acme.example/' },
  achievement: draftOfAchievement,
  recipient: { email: 'kim@example.org' },
  validUntil: '2036-01-31T12:00:00Z',
  evidence: ['https://u.example/evidence/1', 'A bridge was built.'],
} as unknown as JsonObject
const bases: readonly JsonObject[] = [badge, older, endorsement, draft, badge, whole]

const isDraft = (document: JsonObject): boolean =>
  document.achievement !== undefined && document.credentialSubject === undefined && document['@context'] === undefined

/** Why a mended document cannot be signed, or does not verify; `null` where that is not for its content to say. */
async function refusal({ proof: _, ...fixed }: JsonObject): Promise<string | undefined | null> {
  let signed: object
  try {
    const made = isDraft(fixed) ? createCredential(fixed as unknown as BadgeDraft, fixedOptions) : fixed
    signed = await signCredential(made, key, { now, created: now })
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return error.code === 'ERR_SIGN_ISSUER_MISMATCH' ? null : `${error.code} ${error.pointer} ${error.message}`
  }
  const { checks } = await verifyCredential(signed, { now, accept: ['badge', 'clr', 'endorsement', 'credential'] })
  // Its days may have passed, and what others endorsed in it is theirs.
  const failed = checks.filter(({ id, status }) => status === 'failed' && !/^(validity|endorsement)\./.test(id))
  return failed.length === 0 ? undefined : failed.map(({ id, problems: [first] }) => `${id} ${first?.detail}`).join()
}

describe('`remaining` is empty if and only if the mended document is signed and then verifies', () => {
  test(`${count} documents with slips of ${slipNames.length} kinds`, { timeout: 3_600_000 }, async () => {
    const wrong: string[] = []
    let accepted = 0
    for (let i = 0; i < count; i++) {
      const { document, made } = slipped(bases[i % bases.length] ?? badge, seed * 1_000_003 + i)
      const mended = mend(document)
      const why = mended && (await refusal(mended.fixed))
      if (mended === undefined || why === null) continue
      if (why === undefined) accepted += 1
      if ((why === undefined) === (mended.remaining.length === 0)) continue
      const said = mended.remaining.map(({ rule, pointer, detail }) => `${rule} ${pointer} ${detail}`).join()
      wrong.push(
        `${i} ${made.join(', ')}: ${why === undefined ? `is accepted, but ${said}` : `remains nothing, but ${why}`}`,
      )
    }
    expect(wrong).toEqual([])
    expect(accepted).toBeGreaterThan(count / 4)
  })
})

/** Nothing for what has no JSON form. */
function mend(document: JsonObject): ReturnType<typeof fixDraft> | undefined {
  try {
    return fixDraft(document)
  } catch (error) {
    if (isBadgeError(error) && /^ERR_(JSON|LIMIT)_/.test(error.code)) return undefined
    throw error
  }
}
