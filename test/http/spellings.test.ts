import { describe, expect, test } from 'vitest'
import { post } from './passkeys.js'
import { draft, signIn, type TestSite, testSite } from './site.js'

/** Two spellings of one mailbox: mail to either arrives there, whatever a program has made of the domain. */
const same: readonly (readonly [string, string])[] = [
  ['kim@münchen.example', 'kim@xn--mnchen-3ya.example'],
  ['kim@münchen.example', 'KIM@XN--MNCHEN-3YA.example'],
  ['kim@münchen.example', 'kim@mu\u0308nchen.example'],
  ['kim@learner.example', 'kim@learner\u3002example'],
  ['kim@learner.example', 'kim@learner\uff0eexample'],
  ['kim@learner.example', 'kim@\uff4cearner.example'],
  ['kim@learner.example', 'kim@learner\ufe0f.example'],
  ['Kim@learner.example', 'kim@LEARNER.example'],
]
/** Two mailboxes, however much they look like one. */
const others: readonly (readonly [string, string])[] = [
  ['kim@straße.example', 'kim@strasse.example'],
  ['kim@learner.example', 'kim@le\u0430rner.example'],
  ['kim@learner.example', 'kim@learner.example\u3002evil.example'],
  ['kim@learner.example', 'k.im@learner.example'],
  ['kim@learner.example', 'kim+1@learner.example'],
]

const open = () => testSite({ auth: { identify: async () => null } })

const linkTo = async (site: TestSite, email: string): Promise<string> => {
  const { id: badgeId } = await site.service.issue({ draft, recipient: { email } })
  return `/claim/${(await site.service.createClaimLink({ badgeId })).token}`
}

const guarded = async (email: string) => {
  const site = await open()
  const guardian = { email: 'parent@home.example', until: '2030-01-01' }
  await site.service.guardians.name({ email, name: 'Kim', guardian })
  return site
}

describe('another spelling of an address is the same person', () => {
  test.each(same)('%s, %s: the guardian of the one is asked for the other', async (one, other) => {
    const site = await guarded(one)
    const link = await linkTo(site, other)
    expect((await site.visitor().get(link)).status).toBe(403)
    expect((await post(site.visitor(), link, { do: 'claim' })).status).toBe(403)
  })

  test.each(others)('the twin: %s, %s are two', async (one, other) => {
    const site = await guarded(one)
    expect((await site.visitor().get(await linkTo(site, other))).status).toBe(200)
  })

  test.each(same)('%s, %s: nobody is their own guardian', async (email, own) => {
    const site = await open()
    const named = site.service.guardians.name({ email, guardian: { email: own, until: '2030-01-01' } })
    await expect(named).rejects.toMatchObject({ code: 'ERR_ARGUMENT_INVALID' })
  })

  test.each(same)('%s, %s: one account, which finds the badges of both', async (one, other) => {
    const site = await open()
    await linkTo(site, one)
    const kim = site.visitor()
    await signIn(site, kim, one)
    await linkTo(site, other)
    expect((await kim.get('/mine')).text.split('<bdi>Welder I</bdi>').length - 1).toBe(2)
  })

  test.each(same)('%s, %s: erasing the one erases the other', async (one, other) => {
    const site = await open()
    await linkTo(site, other)
    expect(await site.service.privacy.eraseEmail({ email: one })).toEqual({ badges: 1 })
  })

  test.each(same)('%s, %s: the mails to one count for the other', async (one, other) => {
    const site = await testSite({ rateLimits: { linksAddress: { limit: 1, windowSeconds: 3600 } } })
    const ask = async (email: string) => {
      const visitor = site.visitor()
      return (await visitor.submit(await visitor.get('/sign-in'), '/sign-in', { email })).status
    }
    expect([await ask(one), await ask(other)]).toEqual([200, 429])
  })
})
