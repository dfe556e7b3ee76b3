import { describe, expect, it } from 'vitest'
import { isSameUrl, isUrlWithin } from '../../src/internal/url-scope.js'

describe('an address lies within another', () => {
  it.each([
    ['https://good.example/badges/a.json', 'https://good.example/badges'],
    ['https://good.example/badges/a.json', 'https://good.example/badges/'],
    ['https://good.example/badges/a.json', 'https://good.example'],
    ['https://good.example/badges/a.json', 'https://good.example/badges/a.json'],
    ['HTTPS://Good.Example:443/badges/a.json', 'https://good.example/badges'],
    ['https://good.example/%7Ekim/a.json', 'https://good.example/~kim/'],
    ['https://good.example/evil/../badges/a.json', 'https://good.example/badges'],
    ['https://good.example/badges/a%2Fb.json', 'https://good.example/badges'],
    ['https://good.example/badges/a;v=1', 'https://good.example/badges'],
    ['https://good.example/badges/..a/b', 'https://good.example/badges'],
    ['https://good.example/badges/%E9t%E9.json', 'https://good.example/badges'],
    ['https://good.example/badges/100%25.json', 'https://good.example/badges'],
    ['https://good.example/assertion.php?b=1f', 'https://good.example/assertion.php?b='],
    ['https://good.example/assertion?user=1&b=2', 'https://good.example/assertion?user=1'],
    ['https://schön.example/badges/a', 'https://xn--schn-7qa.example/badges'],
  ])('%s in %s', (address, start) => {
    expect(isUrlWithin(address, start)).toBe(true)
  })
})

describe('an address does not', () => {
  it.each([
    ['dot segments', 'https://good.example/good/../evil/a.json', 'https://good.example/good/'],
    ['dot segments that are encoded', 'https://good.example/good/%2e%2E/evil/a.json', 'https://good.example/good/'],
    ['half encoded', 'https://good.example/good/.%2e/evil/a.json', 'https://good.example/good'],
    ['encoded twice', 'https://good.example/good/%252e%252e/evil/a.json', 'https://good.example/good'],
    ['behind an encoded slash', 'https://good.example/good/x%2f..%2f..%2fevil', 'https://good.example/good'],
    ['behind an encoded backslash', 'https://good.example/good/..%5cevil', 'https://good.example/good'],
    ['a backslash', 'https://good.example/good/..\\evil', 'https://good.example/good'],
    ['before a path parameter', 'https://good.example/good/..;x=1/evil', 'https://good.example/good'],
    ['before one that is encoded', 'https://good.example/good/..%3bx/evil', 'https://good.example/good'],
    ['before a blank', 'https://good.example/good/..%20/evil', 'https://good.example/good'],
    ['before a zero byte', 'https://good.example/good/..%00/evil', 'https://good.example/good'],
    ['in bytes that are too many', 'https://good.example/good/%c0%ae%c0%ae/evil', 'https://good.example/good'],
    ['encoded three times', 'https://good.example/good/%25252e%25252e/evil', 'https://good.example/good'],
    ['a host that goes on', 'https://good.example.evil.example/a', 'https://good.example'],
    ['a port', 'https://good.example:8443/a', 'https://good.example'],
    ['a port after the start', 'https://good.example:80.evil.example/a', 'https://good.example'],
    ['a user name', 'https://good.example@evil.example/a', 'https://good.example'],
    ['a user name at the host itself', 'https://kim@good.example/a', 'https://good.example'],
    ['a segment that goes on', 'https://good.example/good-not/a', 'https://good.example/good'],
    ['another case of the path', 'https://good.example/GOOD/a', 'https://good.example/good'],
    ['another scheme', 'http://good.example/good/a', 'https://good.example/good'],
    ['what is above', 'https://good.example/', 'https://good.example/good'],
    ['the folder for what is in it', 'https://good.example/good', 'https://good.example/good/'],
    ['another value of a query', 'https://good.example/a?user=12', 'https://good.example/a?user=1'],
    ['a query below', 'https://good.example/a/b?user=1', 'https://good.example/a?user=1'],
    ['empty text', 'https://good.example/a', ''],
    ['a scheme alone', 'https://good.example/a', 'https://'],
    ['a host without a scheme', 'https://good.example/a', 'good.example'],
    ['no text', 'https://good.example/a', true],
    ['no address', 'urn:uuid:1', 'urn:uuid:'],
  ])('%s', (_, address, start) => {
    expect(isUrlWithin(address, start)).toBe(false)
  })
})

describe('two addresses are the same', () => {
  it.each([
    ['https://good.example/a', 'HTTPS://GOOD.example:443/a', true],
    ['did:example:1', 'did:example:1', true],
    ['https://good.example', 'https://good.example/', true],
    ['https://good.example/a', 'https://good.example/a/', false],
    ['https://good.example/a%2fb', 'https://good.example/a/b', false],
    ['did:example:1', 'did:example:2', false],
    [undefined, undefined, false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isSameUrl(one, other)).toBe(same)
  })
})
