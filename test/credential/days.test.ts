import { describe, expect, test } from 'vitest'
import { createClr, createCredential, createEndorsement } from '../../src/credential/index.js'
import { issueBadge } from '../../src/index.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-12-31T23:30:00Z'
const berlin = { now, timeZone: 'Europe/Berlin' }
const issuer = { id: 'https://acme.example', name: 'Acme' }
const draft: BadgeDraft = {
  issuer,
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { did: 'did:example:kim' },
}

const datesOf = (changes: Partial<BadgeDraft>, options: Parameters<typeof createCredential>[1]) => {
  const { validFrom, validUntil, awardedDate } = createCredential({ ...draft, ...changes }, options) as never
  return { validFrom, validUntil, awardedDate }
}

describe('the days of a draft', () => {
  test('begin and end where the issuer is', () => {
    expect(datesOf({ validFrom: '2026-07-01', validUntil: '2026-12-31', awardedDate: '2026-06-30' }, berlin)).toEqual({
      validFrom: '2026-07-01T00:00:00+02:00',
      validUntil: '2026-12-31T23:59:59+01:00',
      awardedDate: '2026-06-30T00:00:00+02:00',
    })
  })

  test('without a time zone, in UTC', () => {
    expect(datesOf({ validFrom: '2026-07-01', validUntil: '2026-12-31' }, { now })).toMatchObject({
      validFrom: '2026-07-01T00:00:00Z',
      validUntil: '2026-12-31T23:59:59Z',
    })
  })

  test('are those of activities too', () => {
    const credentialSubject = { activityStartDate: '2026-07-01', activityEndDate: '2026-07-03' }
    expect(createCredential({ ...draft, credentialSubject }, berlin).credentialSubject).toMatchObject({
      activityStartDate: '2026-07-01T00:00:00+02:00',
      activityEndDate: '2026-07-03T23:59:59+02:00',
    })
  })

  test('a time with an offset of its own stays as it is', () => {
    const validUntil = '2027-12-31T12:00:00-05:00'
    expect(datesOf({ validUntil }, berlin).validUntil).toBe(validUntil)
  })

  test('a Date, and the time of issue, have the offset that is there then', () => {
    expect(datesOf({ validUntil: new Date('2027-07-01T10:00:00Z') }, berlin)).toEqual({
      validFrom: '2027-01-01T00:30:00+01:00',
      validUntil: '2027-07-01T12:00:00+02:00',
      awardedDate: '2027-01-01T00:30:00+01:00',
    })
  })

  test('a day that the zone left out is refused, one that does not exist too', async () => {
    const make = (validFrom: string) => codeOf(() => datesOf({ validFrom }, { now, timeZone: 'Pacific/Apia' }))
    expect(await make('2011-12-30')).toBe('ERR_DRAFT_INVALID')
    expect(await make('2011-12-29')).toBe('no error')
    expect(await make('2011-02-30')).toBe('ERR_DRAFT_INVALID')
  })

  test('learner records and endorsements have the option too', async () => {
    const days = { validFrom: '2026-07-01', validUntil: '2026-12-31' }
    const written = { validFrom: '2026-07-01T00:00:00+02:00', validUntil: '2026-12-31T23:59:59+01:00' }
    expect(createEndorsement({ issuer, endorsed: 'https://a.example', ...days }, berlin)).toMatchObject(written)
    const credential = await issueBadge({ ...draft, issuer: { name: 'Acme' } }, await testKey(), { now })
    const record = { issuer, name: 'Transcript', recipient: { did: 'did:example:kim' }, credential }
    expect(createClr({ ...record, ...days }, berlin)).toMatchObject(written)
  })

  test.each(['Europe/Berln', '+01:00', '', 7])('%j is refused as a time zone', async (timeZone) => {
    expect(await codeOf(() => createCredential(draft, { timeZone: timeZone as string }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('until 31 December', () => {
  const at = async (now: string) => {
    const issued = { now: '2026-01-01T00:00:00Z', timeZone: 'Europe/Berlin' }
    const badge = await issueBadge(
      { ...draft, issuer: { name: 'Acme' }, validUntil: '2026-12-31' },
      await testKey(),
      issued,
    )
    return (await verifyCredential(badge, { now })).verified
  }

  test('includes its last second where the issuer is, and nothing after it', async () => {
    expect(await at('2026-12-31T22:59:59Z')).toBe(true)
    // Beyond the minutes that clocks may differ by.
    expect(await at('2026-12-31T23:59:00Z')).toBe(false)
  })
})
