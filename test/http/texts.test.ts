import { describe, expect, test } from 'vitest'
import { createHandler } from '../../src/http/index.js'
import { loadAnswers } from '../../src/texts/answers/index.js'
import { languages, loadTexts } from '../../src/texts/index.js'
import { shareTexts } from '../../src/texts/share/index.js'
import { codeOf } from '../support/codes.js'
import { unzip } from '../support/unzip.js'
import { attribute, elements } from './client.js'
import { claimedBadge, draft } from './sharing.js'
import { testSite } from './site.js'

const inputs = (markup: string): Map<string, string> =>
  new Map(
    elements(markup).flatMap((row) => {
      const label = row.tagName === 'label' ? attribute(row, 'for') : undefined
      const [text] = row.childNodes
      return label !== undefined && text !== undefined && 'value' in text ? [[label, text.value] as const] : []
    }),
  )

describe('words of the host', () => {
  const own = {
    'share.field.name': 'Title',
    'share.field.issuer': 'Name',
    'share.expect.form': 'A window of {name}.',
    'share.linkedin': 'Show it on LinkedIn',
    'card.issued': 'Awarded on {date}',
    'certificate.kind': 'Diploma',
    'preview.by': 'A badge of {issuer}!',
    'entry.verify': 'Proof',
    'state.labelled': '[{label}] {text}',
    'status.passed': 'fine',
    'check.proof.signature.passed': 'Untouched.',
  }

  test('no field or network is found by its label: reworded, all of them are there still', async () => {
    const site = await testSite({ texts: { en: own } })
    const { badge, kim, show, page } = await claimedBadge(site)
    await show('public')
    const before = await kim.get(page, { 'accept-language': 'de' })
    const { text } = await kim.get(page)
    const fields = (markup: string) => [...inputs(markup)].filter(([id]) => id.startsWith('share-field-'))
    expect(fields(text).map(([, label]) => label)).toEqual([
      'Title',
      'Name',
      'Issue date',
      'Credential ID',
      'Credential URL',
    ])
    expect(fields(before.text)).toHaveLength(fields(text).length)
    expect(text).toContain('A window of Facebook.')
    expect(text).toContain('Show it on LinkedIn')
    expect(text).toContain('A badge of Acme Academy!')
    expect(text).toMatch(/>fine: <\/span>Untouched\./)
    expect((await kim.get(`/b/${badge.id}/snippets/badge.txt`)).text).toMatch(/ \[Proof\] https:/)
    const answer = await site.handler(new Request(`https://badges.example/app/b/${badge.id}/bundle.zip`))
    const files = await unzip(new Uint8Array(await answer.arrayBuffer()))
    expect(new TextDecoder().decode(files.get('cards/alt-text.txt'))).toContain('Awarded on ')
    expect(site.defects).toEqual([])
  })

  test('that no page shows are refused at the start, with the list', async () => {
    const { service } = await testSite()
    expect(
      await codeOf(async () => createHandler(service, { texts: { en: { 'share.filed.name': 'x' } as never } })),
    ).toBe('ERR_ARGUMENT_INVALID')
    expect(() => createHandler(service, { texts: { en: { 'link.days': '{days} days' } } })).toThrow(
      /no place \{days\}; there are count/,
    )
  })
})

describe.each(languages)('in %s', (locale) => {
  const header = { 'accept-language': locale }

  test('the page of a badge says what each check found, and how to share it', async () => {
    const { checks } = await loadTexts(locale)
    const site = await testSite()
    const { kim, show, page } = await claimedBadge(site)
    await show('public')
    const { text } = await kim.get(page, header)
    const answers = await loadAnswers(locale)
    expect(text).toContain(answers['verified.what'].replace('{thing}', answers['thing.badge']))
    for (const key of [
      'check.proof.signature.passed',
      'check.issuer.binding.passed',
      'check.issuer.trust.skipped',
    ] as const)
      expect(text).toContain(checks[key])
    const share = shareTexts[locale]
    for (const key of ['share.linkedin', 'share.note.profile', 'share.field.name', 'share.refused.form'] as const)
      expect(text).toContain(share[key].replace("'", '&#39;'))
    if (locale !== 'en') expect(text).not.toMatch(/lang="en"[^>]*>(?!English)[^<]/)
  })

  test('the page that checks badges gets its words as data, checks included, places left open', async () => {
    const { checks, pages } = await loadTexts(locale)
    const site = await testSite()
    const { text } = await site.visitor().get('/verify', header)
    const config = JSON.parse(/<script type="application\/json" id="config">([^<]*)<\/script>/.exec(text)?.[1] ?? '{}')
    expect(config.locale).toBe(locale)
    const shown = Object.entries(checks).filter(([key]) => !/^(outcome|check\.(presentation|holder))\./.test(key))
    expect(config.texts).toMatchObject({ ...Object.fromEntries(shown), 'verify.match': pages['verify.match'] })
    expect(Object.keys(config.texts).filter((key) => /^(site|issuer|claim|share)\./.test(key))).toEqual([])
    expect(JSON.stringify(config).length).toBeLessThan(20_000)
  })

  test('what is shared speaks the language of the badge, whoever looks', async () => {
    const site = await testSite()
    const achievement = { ...draft.achievement, inLanguage: locale }
    const { badge, show } = await claimedBadge(site, { draft: { ...draft, achievement } })
    await show('public')
    const words = shareTexts[locale]
    const by = words['preview.by'].replace('{issuer}', 'Acme Academy')
    const { text } = await site.visitor().get(`/b/${badge.id}`, { 'accept-language': 'fr' })
    const description = elements(text).find((row) => attribute(row, 'property') === 'og:description')
    expect((description && attribute(description, 'content')) ?? '').toContain(by.replaceAll('\u00a0', ' '))
    const embed = await site.visitor().get(`/b/${badge.id}/embed`)
    expect(embed.text).toContain(`<html lang="${locale}"`)
    expect(embed.text).toContain(words['preview.verify'])
  })
})
