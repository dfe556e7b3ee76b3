import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BadgeService } from '../../src/service/index.js'
import { browser } from '../http/client.js'

interface Started {
  readonly origin: string
  readonly service: BadgeService
  readonly close: () => Promise<void>
}

const draft = {
  issuer: { name: 'LMS' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
}

// Next.js has a package of its own; `examples/frameworks/next` is tried by hand.
describe.each(['node-http', 'express', 'fastify', 'hono'])(
  'mounted in %s under a prefix, with the host’s login',
  (name) => {
    let host: Started
    beforeAll(async () => {
      const file = new URL(`../../examples/frameworks/${name}.mjs`, import.meta.url).href
      const { start } = (await import(file)) as { start: () => Promise<Started> }
      host = await start()
    })
    afterAll(() => host?.close())

    const visitor = (account?: string) => {
      const base = `${host.origin}/lms/badges`
      const cookies = browser((request) => fetch(request, { redirect: 'manual' }), base)
      if (account !== undefined) cookies.jar.set('lms-account', account)
      return cookies
    }

    test('the journey: issued by the teacher, claimed by the learner, public, private again, revoked', async () => {
      expect(await (await fetch(host.origin)).text()).toContain('The LMS itself')
      const teacher = visitor('teacher')
      const preview = await teacher.submit(await teacher.get('/issuer/upload'), '/issuer/upload', {
        ...{ name: draft.achievement.name, description: 'Welds steel.', criteria: 'Passed the exam.' },
        csv: new File(['email,name\nkim@learner.example,Kim\n'], 'r.csv'),
      })
      expect(preview.status).toBe(200)
      expect((await teacher.submit(preview, '/confirm')).status).toBe(303)
      const { badges } = await host.service.list({})
      const badge = badges[0]
      expect(badge?.stage).toBe('offered')
      const { url } = await host.service.createClaimLink({ badgeId: badge?.id ?? '' })
      const kim = visitor('kim')
      const offer = await kim.get(url)
      expect(offer.text).toContain('signed in as kim')
      const own = await kim.follow(await kim.submit(offer, '/claim/', { do: 'claim' }))
      expect(own.text).toContain('data-outcome="verified"')
      expect((await visitor().get(`/b/${badge?.id}`)).status).toBe(404)
      await kim.submit(own, '/visibility', { visibility: 'public' })
      const seen = await visitor().get(`/b/${badge?.id}`)
      expect([seen.status, seen.text.includes('data-outcome="verified"')]).toEqual([200, true])
      const other = await visitor('lee').get(`/b/${badge?.id}`)
      expect(other.text).not.toContain('/visibility')
      await kim.submit(own, '/visibility', { visibility: 'private' })
      expect((await visitor('lee').get(`/b/${badge?.id}`)).status).toBe(404)
      await kim.submit(own, '/visibility', { visibility: 'public' })
      await teacher.submit(await teacher.get(`/issuer/badges/${badge?.id}`), '/revoke', { reason: 'Mistake' })
      expect((await visitor().get(`/b/${badge?.id}`)).text).toContain('data-outcome="failed"')
    })

    test('who is not signed in is sent to the host’s login, and learners are kept out of the issuer’s pages', async () => {
      const page = await visitor().get('/mine')
      expect([page.status, page.text.includes('/login?returnTo=%2Flms%2Fbadges%2Fmine')]).toEqual([401, true])
      expect((await visitor('kim').get('/issuer')).status).toBe(403)
    })

    test('cookies, HEAD and the keys at the root of the domain pass', async () => {
      expect((await visitor().get('/sign-in')).headers.getSetCookie()[0]).toContain('HttpOnly')
      const head = await fetch(`${host.origin}/lms/badges/verify`, { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([200, ''])
      const jwks = await fetch(`${host.origin}/.well-known/jwks.json`)
      expect([jwks.status, jwks.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    })

    test('a form of another site is refused', async () => {
      const kim = visitor('kim')
      const answer = await kim.submit(
        await kim.get('/account'),
        '/account/profile',
        { name: 'x' },
        { 'sec-fetch-site': 'cross-site' },
      )
      expect(answer.status).toBe(403)
    })
  },
)
