import { describe, expect, it } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { createSnippet } from '../../src/export/index.js'
import { shareBadge } from '../../src/share/index.js'
import { formatFor, isoDay, monthOf } from '../../src/texts/index.js'
import { badgeView } from '../../src/view/index.js'

const viewAt = (validFrom: string) =>
  badgeView(
    createCredential(
      {
        issuer: { id: 'https://acme.example', name: 'Acme' },
        achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
        recipient: { did: 'did:example:kim' },
        validFrom,
        awardedDate: validFrom,
      },
      { now: '2024-12-01T00:00:00Z', id: 'urn:uuid:0b5c1a52-3c0e-4a63-9a55-1f3f3a3f8a11' },
    ),
    { url: 'https://badges.example.org/b/1' },
  )

describe('the day that is shown is the one that the issuer wrote', () => {
  it.each([
    ['2025-01-01T00:00:00+01:00', '2025-01-01'],
    ['2024-12-31T23:30:00-05:00', '2024-12-31'],
    ['2025-01-01T00:00:00+14:00', '2025-01-01'],
    ['2024-12-31T23:59:59Z', '2024-12-31'],
    ['2024-12-31T23:59:59.999+00:00', '2024-12-31'],
    // The end of the 31st, although it is the instant at which the 1st begins.
    ['2024-12-31T24:00:00+01:00', '2024-12-31'],
  ])('%s is %s', (time, day) => {
    const [year, month] = day.split('-').map(Number)
    const { date, longDate } = formatFor('en')
    expect([isoDay(time), monthOf(time)]).toEqual([day, { year, month }])
    expect(new Set([date(time), longDate(time)])).toEqual(new Set([longDate(`${day}T12:00:00Z`)]))
  })

  it('in LinkedIn’s form and in a résumé', () => {
    const view = viewAt('2025-01-01T00:00:00+01:00')
    const [linkedIn] = shareBadge(view)
    const { searchParams } = new URL(linkedIn?.href ?? '')
    expect([searchParams.get('issueYear'), searchParams.get('issueMonth')]).toEqual(['2025', '1'])
    expect(createSnippet(view, 'json-resume')).toContain('"date": "2025-01-01"')
  })
})

it('the credential id that people copy is not a URN', () => {
  const [linkedIn] = shareBadge(viewAt('2025-01-01T00:00:00Z'))
  expect(new URL(linkedIn?.href ?? '').searchParams.get('certId')).toBe('0b5c1a52-3c0e-4a63-9a55-1f3f3a3f8a11')
})
