import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { cacheBounds, clearSharedCaches, sharedCache } from '../../src/internal/shared-caches.js'
import { createDocumentLoader } from '../../src/loader/document-loader.js'
import { resolveVerificationMethod } from '../../src/loader/index.js'
import { signCredential } from '../../src/proof/index.js'
import { pathsTaken } from '../../src/rdf/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const source = fileURLToPath(new URL('../../src/', import.meta.url))

test('each cache of the table has one owner', () => {
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(source, path), 'utf8'))
  const owners = texts.flatMap((text) => [...text.matchAll(/sharedCache\(\s*'(\w+)'/g)].map((match) => match[1]))
  expect(owners.sort()).toEqual(Object.keys(cacheBounds).sort())
})

test('a cache is made with its bound when it is first needed, and again after all were emptied', () => {
  const bounds: number[] = []
  const cache = sharedCache('proofConfigurations', (bound) => {
    bounds.push(bound)
    return { bound }
  })
  expect(bounds).toEqual([])
  const first = cache()
  expect(cache()).toBe(first)
  clearSharedCaches()
  expect(cache()).not.toBe(first)
  expect(bounds).toEqual([cacheBounds.proofConfigurations, cacheBounds.proofConfigurations])
})

test('with all caches emptied in between, the same is signed and verified', async () => {
  const key = await testKey()
  const options = { now: '2026-01-31T12:00:00Z' }
  const sign = () => signCredential(sampleBadge(key.controller), key, options)
  const method = () => resolveVerificationMethod(key.id, { documentLoader: createDocumentLoader() })
  const [signed, known] = [await sign(), await method()]
  expect(await method()).toBe(known)
  expect(pathsTaken().fast).toBeGreaterThan(0)
  clearSharedCaches()
  expect(pathsTaken()).toEqual({ fast: 0, reference: 0 })
  expect(JSON.stringify(await method())).toBe(JSON.stringify(known))
  expect(await method()).not.toBe(known)
  clearSharedCaches()
  expect(await sign()).toEqual(signed)
  clearSharedCaches()
  expect((await verifyCredential(signed, options)).outcome).toBe('verified')
})
