import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { credentialOperations } from '../../src/catalogue/credentials.js'
import { isBadgeError } from '../../src/errors.js'
import type { JsonObject } from '../../src/types/json.js'
import type { DocumentMap } from '../../src/types/loader.js'
import { verifyCredential } from '../../src/verify/index.js'
import { attacksFolder } from './attacks.js'

/** What is sent to one of our doors, as `fixtures/attacks/cases/doors.json` has it. */
interface Sent {
  readonly input: JsonObject
  readonly documents?: DocumentMap
}

interface DoorAttack extends Sent {
  readonly name: string
  readonly door: 'verify' | 'credentials.verify' | 'presentations.verify'
  readonly expect: { readonly outcome: string; readonly code?: string; readonly warning?: string }
  /** A twin that differs in nothing but the fault: it verifies, without a warning. */
  readonly sound: Sent
}

interface Answer {
  readonly outcome: string
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

const attacks: readonly DoorAttack[] = JSON.parse(readFileSync(`${attacksFolder}doors.json`, 'utf8'))
const now = new Date('2026-11-01T00:00:00Z')
const codes = (problems: readonly { readonly code: string }[]) => problems.map(({ code }) => code)

async function answer(door: DoorAttack['door'], { input, documents = {} }: Sent): Promise<Answer> {
  if (door === 'verify') {
    const { outcome, problems, warnings } = await verifyCredential(input, { now, documents })
    return { outcome, problems: codes(problems), warnings: codes(warnings) }
  }
  const operation = credentialOperations.find(({ name }) => name === door)
  const host = { reading: async () => ({ documents }), now: () => now }
  try {
    const { verified, problemDetails, warnings } = ((await operation?.run(host as never, input as never)) ?? {}) as {
      readonly verified: boolean
      readonly problemDetails: readonly { readonly code: string }[]
      readonly warnings: readonly { readonly code: string }[]
    }
    return { outcome: verified ? 'verified' : 'failed', problems: codes(problemDetails), warnings: codes(warnings) }
  } catch (error) {
    if (isBadgeError(error)) return { outcome: 'refused', problems: [error.code], warnings: [] }
    throw error
  }
}

describe('what is sent to a door', () => {
  test.each(attacks)('$name', async ({ door, expect: expected, sound, ...sent }) => {
    const { outcome, problems, warnings } = await answer(door, sent)
    expect(outcome).toBe(expected.outcome)
    expect(problems).toEqual(expected.code === undefined ? [] : expect.arrayContaining([expected.code]))
    if (expected.warning !== undefined) expect(warnings).toContain(expected.warning)
    // Nothing of an attack is verified without a word.
    expect(outcome === 'verified' && warnings.length === 0).toBe(false)
    expect(await answer(door, sound)).toMatchObject({ outcome: 'verified', problems: [] })
    expect((await answer(door, sound)).warnings).not.toContain(expected.warning ?? '')
  })

  test('there are some of each door', () => {
    expect(new Set(attacks.map(({ door }) => door)).size).toBe(3)
  })
})
