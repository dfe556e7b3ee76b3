import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isBadgeError } from '../../src/errors.js'

const before = { folder: process.cwd(), program: process.argv[1], getBuiltinModule: process.getBuiltinModule }

// Optional packages are looked for from here; in an empty folder there are none. What was found is remembered, so that
// these tests have modules of their own.
beforeAll(() => {
  vi.resetModules()
  process.chdir(mkdtempSync(join(tmpdir(), 'badgewright-bare-')))
  process.argv[1] = process.execPath
  // The package itself is the first place, and has them all here.
  process.getBuiltinModule = ((name: string) => {
    const found = before.getBuiltinModule(name)
    if (name !== 'node:module') return found
    const createRequire = (from: string) =>
      (found as typeof import('node:module')).createRequire(from.startsWith('file:') ? `${process.cwd()}/own.js` : from)
    return { ...found, createRequire }
  }) as typeof process.getBuiltinModule
})
afterAll(() => {
  process.chdir(before.folder)
  process.argv[1] = before.program ?? ''
  process.getBuiltinModule = before.getBuiltinModule
  vi.resetModules()
})

test('a host without the packages for drawing is told once which, and its pages leave out what they cannot do', async () => {
  const picture = new TextEncoder().encode(
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>',
  )
  const { testSite } = await import('./site.js')
  const { claimedBadge } = await import('./sharing.js')
  const site = await testSite()
  const { badge, kim, own, show, page } = await claimedBadge(site, { picture })
  await show('public')
  await site.service.sharing.setDisplay({ ...own, allowed: true })
  const mine = (await kim.get(page)).text
  const stranger = await site.visitor().get(page)
  for (const text of [mine, stranger.text]) {
    expect(text).not.toMatch(/og:image|certificate\.pdf|bundle\.zip|badge\.png|\/cards\//)
    expect(text).toMatch(/credential\.json/)
    expect(text).toMatch(/badge\.svg/)
    expect(text).toContain('https://x.com/intent')
  }
  expect(stranger.text).toContain('og:title')
  for (const file of ['certificate.pdf', 'bundle.zip', 'badge.png', 'cards/link.0000000000000000.png']) {
    expect({ file, status: (await kim.get(`${page}/${file}`)).status }).toEqual({ file, status: 404 })
  }
  expect((await kim.get(`${page}/badge.svg`)).status).toBe(200)
  const clerk = site.visitor('issuer')
  expect((await clerk.get('/issuer/displays')).text).not.toContain('name="seconds"')
  const { token } = await site.service.displays.create({ title: 'Hall' })
  expect((await site.visitor().get(`/display/${token}`)).status).toBe(200)
  expect(
    JSON.parse(
      (await site.visitor().get(`/oembed?url=${encodeURIComponent(`https://badges.example/app/b/${badge.id}`)}`)).text,
    ).thumbnail_url,
  ).toBeUndefined()
  expect(site.defects.length).toBeGreaterThan(0)
  expect(site.defects.length).toBeLessThanOrEqual(2)
  for (const defect of site.defects) {
    expect(isBadgeError(defect, 'ERR_PEER_MISSING')).toBe(true)
    expect(String(defect)).toMatch(/npm i /)
  }
})
