import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isBadgeError } from '../../src/errors.js'

const { getBuiltinModule } = process

// Wherever optional packages are looked for, it is an empty folder. What was found is remembered, so that these tests
// have modules of their own.
beforeAll(() => {
  vi.resetModules()
  const empty = join(mkdtempSync(join(tmpdir(), 'badgewright-bare-')), 'package.json')
  const nodeModule = getBuiltinModule('node:module')
  process.getBuiltinModule = ((id: string) =>
    id === 'node:module'
      ? { ...nodeModule, createRequire: () => nodeModule.createRequire(empty) }
      : (getBuiltinModule as (id: string) => object | undefined)(id)) as typeof getBuiltinModule
})
afterAll(() => {
  process.getBuiltinModule = getBuiltinModule
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
