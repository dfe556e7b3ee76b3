import { describe, test } from 'vitest'
import { expectKept } from './expect-kept.js'
import { fixtureRows } from './fixtures.js'
import { outputRows } from './outputs.js'

// Those of the attacks and of the published cases are beside the tests that verify these anyway.
describe('nothing else is said or made than before', { timeout: 240_000 }, () => {
  test('of the badges among the fixtures', () => expectKept('badges', fixtureRows()))
  test('from fixed input, key and time', () => expectKept('outputs', outputRows()))
})
