import { expect, test } from 'vitest'
import { makeCase, makeKeys } from './cases.js'
import { compare, explain } from './compare.js'
import { forms } from './references.js'

/** The short share of `npm run differential`. */
const CASES = 66

test('signature and binding are judged as the reference libraries judge them, altered or not', async () => {
  const keys = await makeKeys()
  const seen = { sound: new Set<string>(), 'not sound': new Set<string>() }
  for (let seed = 1; seed <= CASES; seed++) {
    const given = await makeCase(seed, keys)
    const comparison = await compare(given)
    expect(explain(comparison, given), `seed ${seed}: ${JSON.stringify(comparison)}`).not.toBeNull()
    seen[comparison.theirs ? 'sound' : 'not sound'].add(given.form.name)
  }
  // Both must come about for each form, or the run proves nothing.
  const names = forms.map(({ name }) => name).sort()
  expect([[...seen.sound].sort(), [...seen['not sound']].sort()]).toEqual([names, names])
}, 120_000)

test('a difference without a row is a defect', async () => {
  const given = await makeCase(1, await makeKeys())
  const sound = { ours: 'sound', theirs: true, reason: '', conforms: true, codes: [] } as const
  expect(explain(sound, given)).toBeUndefined()
  expect(explain({ ...sound, theirs: false, reason: 'Invalid signature.' }, given)).toBeNull()
  expect(explain({ ...sound, ours: 'cannot tell' }, given)).toBeNull()
})
