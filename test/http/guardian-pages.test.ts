import { describe, expect, test } from 'vitest'
import { languages, loadTexts } from '../../src/texts/index.js'
import { draft, START } from '../service/service.js'
import { type TestSite, testSite } from './site.js'

const CHILD = 'kim@learner.example'
const until = new Date(START + 6 * 3_600_000).toISOString()
const guardian = { email: 'parent@home.example', until }

/** A site with one badge for a child and one for somebody of age, as a batch, and the pages of the issuer about them. */
async function open() {
  const site = await testSite()
  const { batch } = await site.service.batches.issue({
    draft,
    rows: [{ email: CHILD, name: 'Kim Doe', guardian }, { email: 'ann@learner.example' }],
  })
  const { badges } = await site.service.list()
  const idOf = (email: string) => badges.find(({ recipient }) => recipient.email === email)?.id ?? ''
  const [kim, ann] = [idOf(CHILD), idOf('ann@learner.example')]
  const pages = {
    'the list': '/issuer',
    'the page of the batch': `/issuer/batches/${batch.id}`,
    'the page of the badge': `/issuer/badges/${kim}`,
  }
  const issuer = site.visitor('issuer')
  const count = async (path: string, words: string) => (await issuer.get(path)).text.split(`>${words}<`).length - 1
  return { site, pages, count, issuer, kim, ann }
}

async function decide({ service }: TestSite, given: boolean): Promise<void> {
  const { token } = await service.guardians.createLink({ email: CHILD })
  await service.guardians.answer({ token, purpose: 'badges', given, textVersion: '1', text: 'May Kim have badges?' })
}

describe('what the issuer sees of a badge that waits for a guardian', () => {
  const states: Record<string, [(site: TestSite) => unknown, number, number]> = {
    'no decision': [() => undefined, 1, 0],
    'not allowed': [(site) => decide(site, false), 0, 1],
    allowed: [(site) => decide(site, true), 0, 0],
    'allowed after it was not': [(site) => decide(site, false).then(() => decide(site, true)), 0, 0],
    withdrawn: [(site) => decide(site, true).then(() => decide(site, false)), 0, 1],
    'come of age': [({ clock }) => clock.pass(6 * 3_600_000), 0, 0],
    revoked: [
      async ({ service }) => {
        for (const { id } of (await service.list()).badges) await service.revoke({ badgeId: id, reason: 'A mistake.' })
      },
      0,
      0,
    ],
  }

  test.each(Object.entries(states))('%s: once on each page, and only at the badge of the child', async (_, row) => {
    const [happens, waiting, refused] = row
    const { site, pages, count } = await open()
    await happens(site)
    for (const [name, path] of Object.entries(pages)) {
      expect({ name, count: await count(path, 'Waits for the guardian') }).toEqual({ name, count: waiting })
      expect({ name, count: await count(path, 'Refused by the guardian') }).toEqual({ name, count: refused })
    }
  })

  test.each(languages)('in %s', async (language) => {
    const { issuer, pages } = await open()
    const words = (await loadTexts(language)).pages['issuer.guardian.open']
    const { text } = await issuer.get(pages['the page of the badge'], { 'accept-language': language })
    expect(text).toContain(`>${words}<`)
  })

  test('asks about badges by id: unknown ones are none, more than a page is refused', async () => {
    const { site, kim, ann } = await open()
    const { holding } = site.service.guardians
    expect(await holding({ badgeIds: [kim, ann, kim, 'nobody'] })).toEqual([{ badgeId: kim, refused: false }])
    await expect(holding({ badgeIds: Array(201).fill(kim) })).rejects.toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' })
  })
})
