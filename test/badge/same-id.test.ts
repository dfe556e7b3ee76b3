import { describe, expect, test } from 'vitest'
import { isSameId, isSameParty } from '../../src/badge/index.js'

describe('ids of issuers and holders', () => {
  test.each([
    ['did:web:school.example', 'did:web:school.example'],
    [' https://school.example ', 'https://school.example'],
    ['https://school.example/%C3%A9', 'https://school.example/é'],
  ])('%s names the same as %s', (one, other) => {
    expect([isSameParty(one, other), isSameId(one, other)]).toEqual([true, true])
  })

  // As the ids of credentials are compared (Open Badges 3.0 §8.4), each of these would be one.
  test.each([
    ['did:web:school.example:8443', 'did:web:school.example%3A8443'],
    ['did:web:school.example:a%2Fb', 'did:web:school.example:a/b'],
    ['https://school.example/a%2Fb', 'https://school.example/a/b'],
    ['https://school.example/a%3Fb', 'https://school.example/a?b'],
    ['https://school.example/a%23b', 'https://school.example/a#b'],
  ])('%s is somebody else than %s', (one, other) => {
    expect([isSameParty(one, other), isSameId(one, other)]).toEqual([false, true])
  })

  test.each([
    [undefined, undefined],
    [7, 7],
    ['a', undefined],
  ])('%j and %j are nobody', (one, other) => {
    expect([isSameParty(one, other), isSameId(one, other)]).toEqual([false, false])
  })
})
