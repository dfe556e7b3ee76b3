import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ALWAYS, mandatoryPointersOf } from '../../src/proof/sd/mandatory.js'

test('the page of the VC-API names every pointer that no holder can leave out', () => {
  const page = readFileSync(new URL('../../docs/vc-api.md', import.meta.url), 'utf8')
  const nameless = mandatoryPointersOf({ credentialSubject: { identifier: [] } })
  const named = new Set([...page.matchAll(/`(\/[\w/]+)`/g)].map(([, pointer]) => pointer))
  expect([...ALWAYS, ...nameless].filter((pointer) => !named.has(pointer))).toEqual([])
})
