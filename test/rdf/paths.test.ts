import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { canonicalize, pathsTaken } from '../../src/rdf/index.js'
import { canonicalizeByReference } from '../../src/rdf/reference/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { fixed, fullDraft } from '../credential/full-draft.js'
import { sampleBadge } from '../support/badge.js'

const documentLoader = createDocumentLoader()
const fixture = (name: string): JsonObject => {
  const { proof: _, ...document } = JSON.parse(
    readFileSync(new URL(`../../fixtures/badges/${name}`, import.meta.url), 'utf8'),
  )
  return document
}

/** Which path gave the canonical form. */
async function pathOf(document: JsonObject): Promise<string> {
  const before = pathsTaken()
  await canonicalize(document, { documentLoader })
  return pathsTaken().fast > before.fast ? 'fast' : 'reference'
}

describe('the path to the canonical form', () => {
  it.each(['eddsa-rdfc-2022.json', 'vcdm-1.1.json', 'has-status.json'])('%s takes the fast one', async (name) => {
    expect(await pathOf(fixture(name))).toBe('fast')
  })

  it.each([
    ['typical', sampleBadge('did:example:acme')],
    ['full, with every class and property of the model', createCredential(fullDraft, fixed) as unknown as JsonObject],
  ])('a %s credential takes the fast one, with either hash', async (_, credential) => {
    const { proof: _proof, ...document } = credential
    for (const hash of ['SHA-256', 'SHA-384'] as const) {
      const before = pathsTaken()
      const canonical = await canonicalize(document, { documentLoader, hash })
      expect(pathsTaken()).toEqual({ fast: before.fast + 1, reference: before.reference })
      expect(canonical).toBe(await canonicalizeByReference(document, { documentLoader, hash }))
    }
  })

  it('what the fast one does not cover takes the reference', async () => {
    const document = {
      '@context': ['https://www.w3.org/ns/credentials/v2', { nested: 'urn:ex:nested', '@version': 1.1 }],
      id: 'urn:ex:1',
      nested: { '@reverse': { nested: { id: 'urn:ex:2' } } },
    }
    expect(await pathOf(document)).toBe('reference')
  })

  it('both give the same', async () => {
    const document = fixture('eddsa-rdfc-2022.json')
    expect(await canonicalize(document, { documentLoader })).toBe(
      await canonicalizeByReference(document, { documentLoader }),
    )
  })
})
