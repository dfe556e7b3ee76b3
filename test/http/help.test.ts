import { expect, test } from 'vitest'
import { languages } from '../../src/texts/index.js'
import { codeOf } from '../support/codes.js'
import { attribute, elements } from './client.js'
import { testSite } from './site.js'

const linksOf = (text: string) =>
  elements(text).flatMap((element) => (element.tagName === 'a' ? (attribute(element, 'href') ?? []) : []))

test.each([
  ['an address of mail', { email: 'badges@acme.example', url: 'https://acme.example/' }, 'mailto:badges@acme.example'],
  ['a site', { url: 'https://acme.example/help' }, 'https://acme.example/help'],
])('whom to ask is in the profile of the issuer: %s', async (_, more, href) => {
  const site = await testSite({ issuerProfile: { name: 'Acme Academy', ...more } })
  const { status, text } = await site.visitor().get('/help')
  expect(status).toBe(200)
  expect(linksOf(text)).toContain(href)
  expect(text).toContain('Acme Academy')
})

test.each([{}, { email: 'javascript:alert(1)' }, { email: 7 }])(
  'a profile with %j names nobody, and the page says how else to ask',
  async (more) => {
    const site = await testSite({ issuerProfile: { name: 'Acme Academy', ...more } as { name: string } })
    const { text } = await site.visitor().get('/help')
    expect(linksOf(text).filter((href) => /^(javascript|data):/.test(href))).toEqual([])
  },
)

test('a profile whose page would run code is refused at the start', async () => {
  const issuerProfile = { name: 'Acme Academy', url: 'javascript:alert(1)' }
  expect(await codeOf(() => testSite({ issuerProfile }))).toBe('ERR_ARGUMENT_INVALID')
})

test('every page leads to it, in every language', async () => {
  const site = await testSite()
  for (const language of languages) {
    const { text } = await site.visitor().get('/', { 'accept-language': language })
    expect(linksOf(text)).toContain('/app/help')
    const help = await site.visitor().get('/help', { 'accept-language': language })
    expect(help.text).toContain(`lang="${language}"`)
    expect(elements(help.text).filter(({ tagName }) => tagName === 'h2')).toHaveLength(6)
  }
})
