import { describe, expect, test } from 'vitest'
import { byReference, interactionAnswer, interactionUrl, wantsProtocols } from '../../src/wallet/index.js'

describe('interaction URLs, VCALM 1.0 "Initiating Interactions"', () => {
  test('an address carries iuv=1 once', () => {
    expect(interactionUrl('https://badges.example/i/abc')).toBe('https://badges.example/i/abc?iuv=1')
    expect(interactionUrl('https://badges.example/i/abc?iuv=1')).toBe('https://badges.example/i/abc?iuv=1')
  })

  test('400 characters are read, 401 are not', () => {
    const fill = (length: number) =>
      `https://badges.example/${'a'.repeat(length - 'https://badges.example/?iuv=1'.length)}`
    expect(interactionUrl(fill(400))).toHaveLength(400)
    expect(() => interactionUrl(fill(401))).toThrow(RangeError)
  })

  test('protocols have their names, and those from before versions; what there is not is not named', () => {
    const offer = byReference('openid-credential-offer', 'credential_offer_uri', 'https://badges.example/o/1?a=b')
    expect(offer).toBe('openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fbadges.example%2Fo%2F1%3Fa%3Db')
    expect(interactionAnswer({ vcapi: 'https://badges.example/x/1', offer })).toEqual({
      protocols: { vcapi: 'https://badges.example/x/1', 'oid4vci-1.0': offer, OID4VCI: offer },
    })
    expect(interactionAnswer({ request: 'openid4vp://?a=b' })).toEqual({
      protocols: { 'oid4vp-1.0': 'openid4vp://?a=b', OID4VP: 'openid4vp://?a=b' },
    })
  })

  test.each([
    ['application/json', true],
    ['application/JSON; q=0.9, */*;q=0.1', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
    ['text/html, application/json', false],
    ['application/jsonp', false],
    ['*/*', false],
    [null, false],
  ])('%s asks for the protocols: %s', (accept, answer) => {
    expect(wantsProtocols(accept)).toBe(answer)
  })
})
