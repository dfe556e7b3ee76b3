import { describe, expect, test } from 'vitest'
import { faults, hasFaults, missesOf, type SingleFault, unmended, verifyFault } from '../support/single-faults.js'

/** Of a hundred badges with one fault each, how many have a first finding that names it. */
const NAMED = { 'A and B': 95, C: 85 } as const
/** Of a hundred whose mending takes no decision, how many are mended to a badge that verifies. */
const MENDED = 75

if (!hasFaults) console.warn('skipped: the badges with one fault each are not beside this checkout (../shared/cases)')

/** The part of cases that `miss` says nothing of, in per cent, and what it says of the others. */
async function shareOf(
  cases: readonly SingleFault[],
  miss: (fault: SingleFault) => Promise<string | undefined>,
): Promise<{ readonly percent: number; readonly misses: readonly string[] }> {
  const misses: string[] = []
  for (const fault of cases) {
    const why = await miss(fault)
    if (why !== undefined) misses.push(`${fault.name}: ${why}`)
  }
  return { percent: (100 * (cases.length - misses.length)) / cases.length, misses }
}

const named = async (fault: SingleFault): Promise<string | undefined> => {
  const misses = missesOf(await verifyFault(fault), fault)
  return misses.length === 0 ? undefined : misses.join('; ')
}

describe.skipIf(!hasFaults)('badges with one fault each', () => {
  test.each([
    ['model and form, and security and transport', ['A', 'B'], NAMED['A and B']],
    ['slips of daily life', ['C'], NAMED.C],
  ] as const)('the first finding names the fault: %s', async (_name, families, least) => {
    const cases = faults.cases.filter(({ family }) => (families as readonly string[]).includes(family))
    expect(cases.length).toBeGreaterThan(30)
    const { percent, misses } = await shareOf(cases, named)
    expect(percent, misses.join('\n')).toBeGreaterThanOrEqual(least)
  })

  test('what is mechanical is mended to a badge that verifies', async () => {
    const cases = faults.cases.filter(({ expect: { mechanicalFix } }) => mechanicalFix === true)
    expect(cases.length).toBeGreaterThan(90)
    const { percent, misses } = await shareOf(cases, unmended)
    expect(percent, misses.join('\n')).toBeGreaterThanOrEqual(MENDED)
  })

  test('a secret key is never said again', async () => {
    for (const fault of faults.cases.filter(({ name }) => name === 'secret-key')) {
      const result = await verifyFault(fault)
      expect(result.problems.map(({ code }) => code)).toEqual(['ERR_SECRET_KEY'])
      expect(JSON.stringify(result)).not.toContain('BwcHBwcH')
    }
  })
})
