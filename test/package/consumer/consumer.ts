// A user's TypeScript, compiled against the packed tarball with declarations checked (skipLibCheck: false).
import {
  type AchievementDraft,
  type BadgeDraft,
  type BadgeError,
  bakeImage,
  exportBadge,
  extractCredential,
  generateKeyPair,
  isBadgeError,
  issueBadge,
  type KeyPair,
  type Outcome,
  type Signer,
  stripCredential,
  type VerificationResult,
  verifyCredential,
} from 'badgewright'
import * as bake from 'badgewright/bake'
import * as batch from 'badgewright/batch'
import * as contexts from 'badgewright/contexts'
import * as credential from 'badgewright/credential'
import * as errors from 'badgewright/errors'
import * as exporting from 'badgewright/export'
import * as keys from 'badgewright/keys'
import * as nodeOnly from 'badgewright/node'
import * as verifying from 'badgewright/verify'

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T => true as T

const achievement: AchievementDraft = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }
const draft: BadgeDraft = { issuer: { name: 'Acme' }, achievement, recipient: { email: 'kim@example.org' } }

// @ts-expect-error a draft needs an achievement
export const incomplete: BadgeDraft = { issuer: { name: 'Acme' }, recipient: { email: 'kim@example.org' } }

export async function main(picture: Uint8Array): Promise<VerificationResult> {
  const key: KeyPair = await generateKeyPair()
  const signer: Signer = key
  const badge = await issueBadge(draft, signer)
  const image = await bakeImage(picture, badge)
  holds<Equals<typeof image, Uint8Array>>()

  const text = await extractCredential(image)
  holds<Equals<typeof text, string | null>>()
  const bare = await stripCredential(image)
  holds<Equals<typeof bare, Uint8Array>>()

  const result = await verifyCredential(image)
  holds<Equals<typeof result.outcome, Outcome>>()
  if (result.verified) {
    const outcome: 'verified' = result.outcome
    console.log(outcome, result.credential.id, result.unverifiedCredential satisfies undefined)
  } else {
    console.log(
      result.problems.map((problem) => problem.code),
      result.credential satisfies undefined,
    )
  }
  const file = await exportBadge(badge, 'json')
  console.log(file)
  return result
}

export async function many(key: Signer, picture: Uint8Array): Promise<string[]> {
  const template: batch.BatchTemplate = { draft: { issuer: { name: 'Acme' }, achievement }, picture }
  const names: string[] = []
  for await (const outcome of batch.issueBatch([{ recipient: 'did:example:kim' }], template, { key, workers: 1 })) {
    if (outcome.status === 'refused') names.push(outcome.code)
    else if (outcome.status !== 'checked') names.push(outcome.json.name)
  }
  return names
}

export function explainError(error: unknown): string {
  if (!isBadgeError(error, 'ERR_IMAGE_CORRUPT')) return 'something else'
  const known: BadgeError<'ERR_IMAGE_CORRUPT'> = error
  return `${known.code satisfies 'ERR_IMAGE_CORRUPT'}: ${known.message}`
}

export const rooms: readonly object[] = [
  bake,
  batch,
  contexts,
  credential,
  errors,
  exporting,
  keys,
  nodeOnly,
  verifying,
]
