import { describe, expect, test } from 'vitest'
import { acceptedLanguages, languages, negotiate } from '../../src/texts/index.js'
import { assertMailTexts, mailTexts } from '../../src/texts/mail/index.js'
import { assertPageTexts, createTranslator, pageLocales } from '../../src/texts/pages/index.js'
import { codeOf } from '../support/codes.js'

describe('choosing a language', () => {
  test.each([
    [[], 'de-AT,de;q=0.9,en;q=0.5', 'de'],
    [[], 'xx, fr;q=0.1', 'fr'],
    [['ja'], 'de', 'ja'],
    [[], null, 'en'],
    [[], 'de;q=0', 'en'],
    [['DE'], 'fr', 'de'],
    [['zh-Hant-TW', 'ar-EG'], null, 'ar'],
    [['', '-', '--', 'x'], '*', 'en'],
    [[undefined], `${'x,'.repeat(10_000)}de`, 'en'],
  ])('RFC 9110 §12.5.4, RFC 4647 §3.4: wishes %j and the header %j give %s', (wishes, header, expected) => {
    expect(negotiate([...wishes, ...acceptedLanguages(header)], languages, 'en')).toBe(expected)
  })

  test('a tag of one’s own is found before its language', () => {
    expect(negotiate(['de-AT'], ['de', 'de-AT'], 'en')).toBe('de-AT')
    expect(negotiate(['de-AT-1996'], ['de', 'de-AT'], 'en')).toBe('de-AT')
    expect(negotiate(['nl'], ['de'], undefined)).toBeUndefined()
  })
})

test.each(languages)('%s: the check page names every form of a badge that it reads', async (language) => {
  const { t } = await createTranslator(language)
  expect(t('verify.formats').match(/[A-Z]{3,}/g)).toEqual(['PNG', 'SVG', 'PDF', 'JSON', 'JWT'])
})

describe('texts of the host', () => {
  test('of pages: they go before the built-in ones, those of a region before those of its language', async () => {
    const own = {
      de: { 'site.name': 'Zeugnisse', 'site.mine': 'Meine Zeugnisse' },
      'de-AT': { 'site.name': 'Bescheide' },
      nl: { 'site.name': 'Badges!' },
    }
    assertPageTexts(own)
    expect(pageLocales(own)).toEqual([...languages, 'de-AT', 'nl'])
    const german = await createTranslator('de-AT', own)
    expect([german.t('site.name'), german.t('site.mine'), german.t('site.verify')]).toEqual([
      'Bescheide',
      'Meine Zeugnisse',
      'Badge prüfen',
    ])
    const dutch = await createTranslator('nl', own)
    expect([dutch.locale, dutch.t('site.name'), dutch.t('site.mine'), dutch.date('2026-03-01T00:00:00Z')]).toEqual([
      'nl',
      'Badges!',
      'My badges',
      '1 maart 2026',
    ])
  })

  test('of messages: they go before the built-in ones; languages fall back', async () => {
    const own = { de: { kinds: { offer: { subject: 'Neu: {badge}' } } }, nl: { common: { greeting: 'Dag {name},' } } }
    assertMailTexts(own)
    expect(await mailTexts('offer', 'de-AT', 'en', own)).toMatchObject({
      locale: 'de',
      kind: { subject: 'Neu: {badge}' },
    })
    expect(await mailTexts('offer', 'nl', 'en', own)).toMatchObject({
      locale: 'nl',
      common: { greeting: 'Dag {name},' },
    })
    expect((await mailTexts('offer', 'sv', 'fr', own)).locale).toBe('fr')
    expect((await mailTexts('offer', 'sv', 'sv')).locale).toBe('en')
    expect((await mailTexts('offer', 'ar-EG', 'en')).dir).toBe('rtl')
  })

  test.each<[string, () => unknown, RegExp]>([
    [
      'a key of pages',
      () => assertPageTexts({ de: { 'site.nmae': 'x' } as never }),
      /no "site\.nmae"; there are site\.name, /,
    ],
    [
      'a place of pages',
      () => assertPageTexts({ de: { 'claim.title': '{who} gibt' } }),
      /no place \{who\}; there are issuer/,
    ],
    ['a place where there is none', () => assertPageTexts({ de: { 'site.name': '{issuer}' } }), /it has none/],
    [
      'a form for each number',
      () => assertPageTexts({ de: { 'mine.count': { one: 'x', other: 'y' } } as never }),
      /plural/,
    ],
    [
      'a plural without the rest',
      () => assertPageTexts({ de: { 'mine.count': '{count, plural, one {x}}' } }),
      /plural/,
    ],
    ['a brace that stays open', () => assertPageTexts({ de: { 'site.name': '{' } }), /text/],
    ['a language', () => assertPageTexts({ 'not a tag': {} }), /"not a tag" is not one/],
    [
      'a key of messages',
      () => assertMailTexts({ de: { common: { hello: 'x' } as never } }),
      /no "hello"; there are greeting, /,
    ],
    ['a kind', () => assertMailTexts({ de: { kinds: { ofer: {} } as never } }), /no "ofer"; there are offer, /],
    [
      'a part of a kind',
      () => assertMailTexts({ de: { kinds: { offer: { title: 'x' } as never } } }),
      /no "title"; there are subject, /,
    ],
    [
      'a place of a kind',
      () => assertMailTexts({ de: { kinds: { offer: { body: ['{badge}', '{code}'] } } } }),
      /no place \{code\}; there are .*badge/,
    ],
  ])('%s that does not exist is refused, with the list of those that do', async (_, run, message) => {
    expect(await codeOf(async () => run())).toBe('ERR_ARGUMENT_INVALID')
    expect(run).toThrow(message)
  })

  test('a message may use every place that its kind has', () => {
    expect(() =>
      assertMailTexts({ de: { kinds: { offer: { subject: '{name}: {badge} {date}', button: '{issuer}' } } } }),
    ).not.toThrow()
  })
})
