import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type BadgeView,
  badgeView,
  countText,
  fitText,
  shareAdapters,
  shareBadge,
  shareLinkAdapter,
} from '../../src/share/index.js'
import { shareConformance } from '../../src/testing/index.js'
import { anyCharacter } from '../support/characters.js'
import { codeOf } from '../support/codes.js'
import { twitterText } from './twitter.js'

const weigh = twitterText()

const view: BadgeView = {
  url: 'https://badges.example.org/b/7',
  name: 'Welder I',
  issuer: 'Acme',
  issuedAt: '2026-01-01T00:00:00Z',
  expiresAt: '2028-12-31T23:59:59Z',
  id: 'urn:uuid:7',
  skills: [],
  tags: [],
  state: 'valid',
}
const options = { instance: 'mastodon.social' }
/** Any UTF-16, halves of surrogate pairs among it. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('👨‍👩‍👧‍👦', '%', '+', '&', '#', '\r\n', '\u202e', '焊', ' ', 'e\u0301'),
  ),
  maxLength: 600,
})

describe.each(shareAdapters.map((adapter) => [adapter.id, adapter] as const))('%s', (_, adapter) => {
  test.each(shareConformance)('$name', ({ run }) => run(adapter))

  test('round trip and limit for any text', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, issuer, text) => {
        const action = adapter.share({ ...view, name, issuer }, { ...options, text })
        if (action.href !== undefined) {
          const found = Object.fromEntries([...new URL(action.href).searchParams].filter(([key]) => key !== ''))
          expect(found).toEqual(action.params)
        }
        if (adapter.limit !== undefined) {
          expect(countText(action.params[adapter.limit.parameter] ?? '', adapter.limit.count)).toBeLessThanOrEqual(
            adapter.limit.max,
          )
        }
      }),
      { seed: 5, numRuns: 60 },
    )
  })
})

test('LinkedIn gets the months that were signed, a page number in place of the name, and no expiry where there is none', () => {
  const [whole] = shareBadge(view, { networks: ['linkedin-profile'] })
  expect(whole?.params).toEqual({
    startTask: 'CERTIFICATION_NAME',
    name: 'Welder I',
    organizationName: 'Acme',
    issueYear: '2026',
    issueMonth: '1',
    expirationYear: '2028',
    expirationMonth: '12',
    certUrl: view.url,
    certId: '7',
  })
  const { expiresAt: _, id: __, ...bare } = view
  const [numbered] = shareBadge(bare, { networks: ['linkedin-profile'], linkedInOrganizationId: '1337' })
  expect(Object.keys(numbered?.params ?? {}).toSorted()).toEqual([
    'certUrl',
    'issueMonth',
    'issueYear',
    'name',
    'organizationId',
    'startTask',
  ])
})

test.each([
  ['Pacific/Pago_Pago', 660],
  ['Pacific/Kiritimati', -840],
  ['UTC', 0],
])('months are those that were signed, also in %s', (zone, offset) => {
  const before = process.env.TZ
  onTestFinished(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
  process.env.TZ = zone
  expect(new Date('2026-01-01T00:00:00Z').getTimezoneOffset()).toBe(offset)
  const months = ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', '2026-01-01T01:00:00+02:00'].map((issuedAt) => {
    const [action] = shareBadge({ ...view, issuedAt }, { networks: ['linkedin-profile'] })
    return `${action?.params.issueYear}-${action?.params.issueMonth}`
  })
  expect(months).toEqual(['2026-1', '2025-12', '2026-1'])
})

test('X: what is counted is never less than what twitter-text counts, and the whole post is valid', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const wellFormed = text.toWellFormed()
      expect(countText(wellFormed, 'x-weighted')).toBeGreaterThanOrEqual(await weigh(wellFormed.trim()))
      const [action] = shareBadge(view, { networks: ['x'], text, hashtags: ['OpenBadges', 'Schweißen'] })
      const post = [action?.params.text, action?.params.url, '#OpenBadges #Schweißen'].join(' ')
      expect(await weigh(post)).toBeLessThanOrEqual(280)
    }),
    { seed: 7, numRuns: 400 },
  )
})

test.each([
  ['I earned “Welder I”.', 20],
  ['焊接', 4],
  ['🎓', 2],
  ['e\u0301', 1],
])('X counts %j as twitter-text does', async (text, weight) => {
  expect(countText(text, 'x-weighted')).toBe(weight)
  expect(await weigh(text)).toBe(weight)
})

test('text is cut between words, else between graphemes, and marked', () => {
  expect(fitText('one two three', 'graphemes', 9)).toBe('one two…')
  expect(fitText('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 'graphemes', 2)).toBe('👨‍👩‍👧‍👦…')
  expect(fitText('short', 'graphemes', 5)).toBe('short')
  expect(fitText('long', 'graphemes', 0)).toBe('')
})

test('Mastodon asks for the server first', () => {
  const [action] = shareBadge(view, { networks: ['mastodon'] })
  expect(action).toMatchObject({ kind: 'ask', asks: { option: 'instance' } })
  expect(action?.href).toBeUndefined()
})

test.each(['mastodon.social', 'https://mastodon.social/', '@kim@mastodon.social', 'MASTODON.social'])(
  '%s is a server',
  (instance) => {
    const [action] = shareBadge(view, { networks: ['mastodon'], instance })
    expect(new URL(action?.href ?? '').origin).toBe('https://mastodon.social')
  },
)

test.each([
  '',
  'localhost',
  '127.0.0.1',
  '2130706433',
  'a.b/c',
  'a.b?x',
  'a.b:8080',
  'http://a.b.c',
  'javascript:x',
  'a b.c',
  'evil.example\\.good.example',
  'x.y#',
  '-a.example',
])('%j is no server', async (instance) => {
  expect(await codeOf(async () => shareBadge(view, { networks: ['mastodon'], instance }))).toBe('ERR_ARGUMENT_INVALID')
})

test('what could not be confirmed is offered only when asked for; unknown networks are refused', async () => {
  const ids = shareBadge(view).map(({ id }) => id)
  expect(ids).not.toContain('xing')
  expect(shareBadge(view, { networks: ['xing'] })[0]?.id).toBe('xing')
  expect(await codeOf(async () => shareBadge(view, { networks: ['myspace'] }))).toBe('ERR_ARGUMENT_INVALID')
})

test('an adapter of your own takes the place of one with its id', () => {
  const own = shareLinkAdapter({
    id: 'facebook',
    label: 'Facebook app',
    base: 'https://www.facebook.com/dialog/share',
    fixed: { app_id: '1' },
    parameters: { href: 'url' },
    permission: { by: 'network', expect: 'a', needsActivation: false, iframeAllow: [], refused: 'b' },
    status: 'documented',
    source: ['https://developers.facebook.com/docs/sharing/reference/share-dialog'],
    checkedOn: '2026-11-23',
  })
  for (const { run } of shareConformance) run(own)
  expect(
    shareBadge(view, { adapters: [own] })
      .filter(({ id }) => id === 'facebook')
      .map(({ href }) => href),
  ).toEqual([`https://www.facebook.com/dialog/share?app_id=1&href=${encodeURIComponent(view.url)}`])
})

test('the conformance cases catch a bad adapter', () => {
  const careless = {
    ...shareAdapters[0],
    share: (v: BadgeView) => ({
      ...shareAdapters[0]?.share(v),
      href: `https://n.example/?name=${v.name}`,
      kind: 'link',
    }),
  }
  expect(() => {
    for (const { run } of shareConformance) run(careless as never)
  }).toThrow()
})

describe.each(['expired', 'revoked', 'suspended', 'replaced'] as const)('a badge that is %s', (state) => {
  const word = `${state[0]?.toUpperCase()}${state.slice(1)}: `

  test.each(shareAdapters.map((adapter) => [adapter.id, adapter] as const))(
    '%s says so wherever it has words',
    (_, adapter) => {
      const action = adapter.share({ ...view, state }, options)
      const words = [
        ...['text', 'title', 'body', 'subject'].flatMap((name) => action.params[name] ?? []),
        ...(action.data === undefined ? [] : [action.data.title, action.data.text]),
        ...(action.kind === 'web-share' && action.copy !== undefined ? [action.copy] : []),
      ]
      for (const text of words) expect(text.startsWith(word)).toBe(true)
      expect(JSON.stringify(action)).not.toContain('I earned')
      const [warning = ''] = action.warnings
      expect(warning).toMatch(/^Please note the status of this badge: \w+\.$/)
      expect(warning.toLowerCase()).toContain(state)
      expect(adapter.share(view, options).warnings.join()).not.toContain('the status of this badge')
    },
  )
})

test('Instagram has no link: a picture and a caption by share sheet or download', () => {
  const [action] = shareBadge(view, { networks: ['instagram'], images: [{ name: 'welder.png', alt: 'Welder I' }] })
  expect(action?.href).toBeUndefined()
  expect(action?.data?.url).toBeUndefined()
  expect(action?.copy).toContain(view.url)
  expect(action?.images).toHaveLength(1)
  const [long] = shareBadge(view, { networks: ['instagram'], text: 'ß'.repeat(3000) })
  expect(long?.copy).toHaveLength(2200)
  expect(long?.copy?.endsWith(`…\n${view.url}`)).toBe(true)
})

describe('badgeView', () => {
  const credential = (name: string, more: object = {}) => ({
    issuer: { id: 'https://acme.example', name: 'Acme' },
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { achievement: { name, ...more } },
  })
  const options = { url: 'https://badges.example.org/b/7' }

  test('a name or recipient that nobody sees is none', async () => {
    expect(await codeOf(async () => badgeView(credential('\u200b\u2066\u00ad'), options))).toBe('ERR_ARGUMENT_INVALID')
    const titled = { ...credential('\u3164'), name: 'Welder I' }
    expect(badgeView(titled, { ...options, recipientName: '\uffa0\u200d' })).toEqual(badgeView(titled, options))
    expect(badgeView(titled, options).name).toBe('Welder I')
  })

  test.each([
    ['en-gb', 'en-GB'],
    ['English', 'english'],
    ['en_GB', undefined],
    ['"><script>', undefined],
  ])('the language %j is %j', (inLanguage, expected) => {
    expect(badgeView(credential('Welder I', { inLanguage }), options).language).toBe(expected)
  })
})
