import { canParseUrl } from '../internal/url.js'
import { type BadgeView, countText, type ShareAction, type ShareAdapter } from '../share/index.js'

/** One case: `run` throws an `Error` that says what is wrong. */
export interface ShareConformanceCase {
  readonly name: string
  run(adapter: ShareAdapter): void
}

const view = (changes: Partial<BadgeView> = {}): BadgeView => ({
  url: 'https://badges.example.org/b/7?lang=de&x=1#top',
  name: 'R&D #1: 100 % + “Größe” 焊接 👩🏽‍🚀 \u202eabc <b>',
  issuer: 'Åcme & Söhne = ?',
  issuedAt: '2026-01-01T00:00:00Z',
  expiresAt: '2027-12-31T23:59:59Z',
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  skills: [],
  tags: [],
  state: 'valid',
  ...changes,
})

const options = { instance: 'social.example.org' } as const

function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

const readBack = (action: ShareAction): URLSearchParams => new URL(action.href ?? 'invalid:').searchParams

/** Every parameter that the action names is in its link, once, unchanged; and nothing else does. */
function assertRoundTrip(action: ShareAction): void {
  if (action.kind !== 'link') return
  const found = [...readBack(action)].filter(([name]) => name !== '')
  const expected = Object.entries(action.params)
  assert(found.length === expected.length, `the link has ${found.length} parameters instead of ${expected.length}`)
  for (const [name, value] of expected) assert(readBack(action).get(name) === value, `${name} does not come back`)
  assert(/^[\x21-\x7e]+$/.test(action.href ?? ''), 'the link is not plain ASCII without blanks')
}

/**
 * What every share adapter keeps to, as data: run it under any test runner.
 *
 * @example
 * import { shareAdapters } from 'badgewright/share'
 * import { shareConformance } from 'badgewright/testing'
 *
 * for (const { name, run } of shareConformance) for (const adapter of shareAdapters) run(adapter)
 */
export const shareConformance: readonly ShareConformanceCase[] = [
  {
    name: 'the row says where it comes from and when that was checked',
    run(adapter) {
      assert(/^[a-z][a-z0-9-]*$/.test(adapter.id), 'the id is not in lower case letters, digits and hyphens')
      assert(adapter.label.trim() !== '', 'there is no label')
      assert(adapter.source.length > 0 && adapter.source.every((url) => canParseUrl(url)), 'there is no source')
      assert(/^\d{4}-\d{2}-\d{2}$/.test(adapter.checkedOn), '`checkedOn` is not a date')
    },
  },
  {
    name: 'every parameter read back from the link equals what went in',
    run: (adapter) => assertRoundTrip(adapter.share(view(), options)),
  },
  {
    name: 'half surrogates, line ends and bidirectional controls survive or are replaced, and never break the link',
    run: (adapter) =>
      assertRoundTrip(adapter.share(view(), { ...options, text: 'a\ud800b\r\n\u202e\u0000+&=#%\udfff' })),
  },
  {
    name: 'a text of any length is cut to what the network takes, by its own counting',
    run(adapter) {
      for (const text of [
        'word '.repeat(1000),
        '焊'.repeat(2000),
        '👨‍👩‍👧‍👦'.repeat(400),
        'x'.repeat(5000),
        'e\u0301'.repeat(3000),
      ]) {
        const action = adapter.share(view(), { ...options, text })
        assertRoundTrip(action)
        if (adapter.limit === undefined) continue
        const { count, max, parameter } = adapter.limit
        const value = action.params[parameter] ?? ''
        assert(countText(value, count) <= max, `${parameter} is longer than ${max}`)
      }
    },
  },
  {
    name: 'the link to the badge is never cut',
    run(adapter) {
      const action = adapter.share(view(), { ...options, text: 'word '.repeat(2000) })
      const values = [...Object.values(action.params), action.copy ?? '', action.data?.url ?? '']
      assert(
        values.some((value) => value.includes(view().url)),
        'the link is missing',
      )
    },
  },
  {
    name: 'the same badge gives the same action, and the view is not changed',
    run(adapter) {
      const given = view()
      const before = JSON.stringify(given)
      const [one, two] = [adapter.share(given, options), adapter.share(given, options)]
      assert(JSON.stringify(one) === JSON.stringify(two), 'two calls differ')
      assert(JSON.stringify(given) === before, 'the view was changed')
    },
  },
  {
    name: 'a page that is not an https URL is refused',
    run(adapter) {
      for (const url of [
        'javascript:alert(1)',
        'http://badges.example.org/',
        'https://user:pw@example.org/',
        '/b/7',
        '',
      ]) {
        let refused = false
        try {
          adapter.share(view({ url }), options)
        } catch {
          refused = true
        }
        assert(refused, `${url === '' ? 'an empty URL' : url} was taken`)
      }
    },
  },
  {
    name: 'the prompt to expect and what to do when it is refused are described',
    run(adapter) {
      const action = adapter.share(view(), options)
      assert(action.permission.expect !== '' && action.permission.refused !== '', 'the prompt is not described')
      assert(action.kind !== 'link' || action.href !== undefined, 'a link without address')
      assert(action.fields.length > 0, 'there is nothing to copy by hand')
    },
  },
]
