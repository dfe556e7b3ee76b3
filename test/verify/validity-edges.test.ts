import { expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { signCredential } from '../../src/proof/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const key = await testKey()
const from = '2026-01-01T00:00:00Z'
const until = '2026-02-01T00:00:00Z'
const badge = await signCredential(
  createCredential(
    {
      issuer: { id: key.did, name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' },
      recipient: { id: 'did:example:kim' },
      validFrom: from,
      validUntil: until,
    },
    { now: from, id: 'urn:uuid:1' },
  ),
  key,
  { now: from },
)

/** VCDM 2.0 §4.9: "from", "until" and the times themselves are within; a millisecond beyond is not. */
test.each<[string, number, number, string, string]>([
  ['at its beginning', Date.parse(from), 0, 'passed', 'passed'],
  ['a millisecond earlier', Date.parse(from) - 1, 0, 'failed', 'passed'],
  ['at its end', Date.parse(until), 0, 'passed', 'passed'],
  ['a millisecond later', Date.parse(until) + 1, 0, 'passed', 'failed'],
  ['as early as the skew allows', Date.parse(from) - 5000, 5, 'passed', 'passed'],
  ['earlier than that', Date.parse(from) - 5001, 5, 'failed', 'passed'],
  ['as late as the skew allows', Date.parse(until) + 5000, 5, 'passed', 'passed'],
  ['later than that', Date.parse(until) + 5001, 5, 'passed', 'failed'],
])('%s', async (_name, now, clockSkewSeconds, begun, notEnded) => {
  const { checks } = await verifyCredential(badge, { now: new Date(now), clockSkewSeconds })
  const statusOf = (id: string) => checks.find((check) => check.id === id)?.status
  expect([statusOf('validity.from'), statusOf('validity.until')]).toEqual([begun, notEnded])
})

/** What is no date does not become one by waiting, or by asking the holder. */
test.each<[string, string]>([
  ['validity.from', 'validFrom'],
  ['validity.until', 'validUntil'],
])('%s of what is no date: the issuer mends it', async (id, member) => {
  const { checks } = await verifyCredential({ ...badge, [member]: '2026-01-01' }, { now: from })
  const check = checks.find((each) => each.id === id)
  expect([check?.status, check?.problems[0]?.code]).toEqual(['failed', 'ERR_MODEL_INVALID'])
  expect(check?.next).toMatch(/^The issuer/)
})
