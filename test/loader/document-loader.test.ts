import { describe, expect, test } from 'vitest'
import { createDocumentLoader } from '../../src/loader/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'

const VCDM = 'https://www.w3.org/ns/credentials/v2'
const mine = 'https://example.org/context'
const context = { '@context': { name: 'https://example.org/name' } }

describe('createDocumentLoader', () => {
  test('answers bundled contexts in the shape that jsonld and @digitalbazaar/vc ask for', async () => {
    const { contextUrl, documentUrl, document } = await createDocumentLoader()(VCDM)
    expect({ contextUrl, documentUrl }).toEqual({ contextUrl: null, documentUrl: VCDM })
    expect(Object.keys(document as object)).toEqual(['@context'])
  })

  test('a bundled URL keeps its content, whatever is given for it', async () => {
    const evil = { [VCDM]: { '@context': {} } }
    const fetch = async () => Response.json({ '@context': {} })
    const { document } = await createDocumentLoader({ contexts: evil, documents: evil, fetch })(VCDM)
    expect(document).toEqual((await createDocumentLoader()(VCDM)).document)
  })

  test('what it answers is frozen through and through, and the input is not', async () => {
    const given = structuredClone(context)
    const { document } = await createDocumentLoader({ contexts: { [mine]: given } })(mine)
    expect(document).toEqual(context)
    expect(Object.isFrozen((document as JsonObject)['@context'])).toBe(true)
    expect(Object.isFrozen(given)).toBe(false)
    expect(Object.isFrozen((await createDocumentLoader()(VCDM)).document)).toBe(true)
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is no document', async (url) => {
    expect(await codeOf(() => createDocumentLoader({ contexts: {}, documents: {} })(url))).toBe('ERR_CONTEXT_INVALID')
  })

  test.each([
    ['context', 'ERR_CONTEXT_UNAVAILABLE'],
    ['document', 'ERR_DOCUMENT_UNAVAILABLE'],
  ] as const)('without fetch an unknown %s is %s', async (kind, code) => {
    expect(await codeOf(() => createDocumentLoader()('https://example.org/x', kind))).toBe(code)
  })

  test('a document may be text, a context may not', async () => {
    const load = createDocumentLoader({ documents: { [mine]: 'a.b.c' } })
    expect((await load(mine, 'document')).document).toBe('a.b.c')
    expect(await codeOf(() => load(mine, 'context'))).toBe('ERR_CONTEXT_INVALID')
  })

  test.each([
    ['https://example.org/context#fragment', 'https://example.org/context'],
    ['HTTPS://Example.org/context', 'https://example.org/context'],
    ['https://example.org', 'https://example.org/'],
  ])('%s is answered by %s, which is what would be fetched', async (asked, given) => {
    const load = createDocumentLoader({ documents: { [given]: context } })
    expect((await load(asked)).document).toEqual(context)
    expect((await load(asked, 'document')).document).toEqual(context)
  })

  test('what is gone for good is told apart from what could not be had', async () => {
    const answering = (status: number) => createDocumentLoader({ fetch: async () => new Response('{}', { status }) })
    expect(await codeOf(() => answering(410)(mine, 'document'))).toBe('ERR_DOCUMENT_GONE')
    expect(await codeOf(() => answering(404)(mine, 'document'))).toBe('ERR_FETCH_FAILED')
    expect(await codeOf(() => createDocumentLoader({ documents: { [mine]: null } })(mine, 'document'))).toBe(
      'ERR_DOCUMENT_GONE',
    )
  })

  test('the text of a JSON document is read, as if it had been fetched', async () => {
    const load = (text: string) => createDocumentLoader({ documents: { [mine]: text } })(mine, 'document')
    expect((await load(' {"a":1}')).document).toEqual({ a: 1 })
    expect(await codeOf(() => load('{"a":1,"a":2}'))).toBe('ERR_JSON_DUPLICATE_KEY')
  })

  test('contexts are fetched once, documents each time, failures are not kept', async () => {
    const asked: string[] = []
    let broken = true
    const load = createDocumentLoader({
      fetch: async (url) => {
        asked.push(url)
        return broken ? new Response('', { status: 500 }) : Response.json(context)
      },
    })
    expect(await codeOf(() => load(mine))).toBe('ERR_FETCH_FAILED')
    broken = false
    await Promise.all([load(mine), load(mine), load(mine)])
    expect(asked).toHaveLength(2)
    await load(mine, 'document')
    await load(mine, 'document')
    expect(asked).toHaveLength(4)
  })
})
