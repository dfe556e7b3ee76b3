import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browser } from '../http/client.js'
import { canInstallNext, startNext } from './next-host.js'

interface Started {
  readonly origin: string
  readonly close: () => Promise<void>
}

const draft = {
  issuer: { name: 'LMS' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
}

const start = async (name: string): Promise<Started> => {
  if (name === 'next') return startNext()
  const file = new URL(`../../examples/frameworks/${name}.mjs`, import.meta.url).href
  return ((await import(file)) as { start: () => Promise<Started> }).start()
}

const hosts = ['node-http', 'express', 'fastify', 'hono', 'next']
const canInstall = await canInstallNext()
if (!canInstall) console.warn('skipped: Next.js cannot be installed, since no package registry answers')

describe.each(hosts.filter((name) => canInstall || name !== 'next'))(
  'mounted in %s under a prefix, with the host’s login',
  (name) => {
    let host: Started
    beforeAll(async () => {
      host = await start(name)
    }, 480_000)
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
      const id = /\/issuer\/badges\/([0-9a-z]{26})/.exec((await teacher.get('/issuer')).text)?.[1] ?? ''
      const record = await teacher.get(`/issuer/badges/${id}`)
      const made = await teacher.submit(record, '/link')
      const url = /http\S+\/claim\/clm_[\w-]{43}/.exec(made.text)?.[0] ?? ''
      expect([made.status, url.startsWith(`${host.origin}/lms/badges/`)]).toEqual([201, true])
      const kim = visitor('kim')
      const offer = await kim.get(url)
      expect(offer.text).toContain('signed in as kim')
      const own = await kim.follow(await kim.submit(offer, '/claim/', { do: 'claim' }))
      expect(own.text).toContain('data-outcome="verified"')
      expect((await visitor().get(`/b/${id}`)).status).toBe(404)
      await kim.submit(own, '/visibility', { visibility: 'public' })
      const seen = await visitor().get(`/b/${id}`)
      expect([seen.status, seen.text.includes('data-outcome="verified"')]).toEqual([200, true])
      const other = await visitor('lee').get(`/b/${id}`)
      expect(other.text).not.toContain('/visibility')
      await kim.submit(own, '/visibility', { visibility: 'private' })
      expect((await visitor('lee').get(`/b/${id}`)).status).toBe(404)
      await kim.submit(own, '/visibility', { visibility: 'public' })
      await teacher.submit(await teacher.get(`/issuer/badges/${id}`), '/revoke', { reason: 'Mistake' })
      expect((await visitor().get(`/b/${id}`)).text).toContain('data-outcome="failed"')
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
