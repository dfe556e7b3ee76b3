import { readFileSync } from 'node:fs'
import { draft, offerTo, signIn, type TestSite, testSite } from './site.js'

export const welder = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))
export { draft }

export type Visibility = 'private' | 'unlisted' | 'public'

/** A claimed badge, its owner's browser, and a way to change who sees it. */
export async function claimedBadge(site: TestSite, more: object = {}, email = 'kim@learner.example') {
  const { badge, path } = await offerTo(site, email, { picture: welder(), ...more })
  const kim = site.visitor()
  await kim.submit(await kim.get(path), '/claim/', { do: 'claim' })
  await signIn(site, kim, email)
  const personId = (await site.service.get(badge.id))?.personId ?? ''
  const own = { badgeId: badge.id, personId }
  const show = (visibility: Visibility) => site.service.sharing.setVisibility({ ...own, visibility })
  return { badge, kim, own, show, page: `/b/${badge.id}` }
}

/** Addresses of cards, as a page names them. */
export const cardsIn = (page: string): string[] => [
  ...new Set([...page.matchAll(/(?:\/app)(\/[bs]\/[\w-]+\/cards\/[\w.]+\.png)/g)].map(([, path = '']) => path)),
]

/** A site with a claimed badge for several tests, which set whatever of it they depend on. */
export function sharedSite(visibility: Visibility, more: object = {}) {
  const make = async () => {
    const site = await testSite()
    const claimed = await claimedBadge(site, more)
    await claimed.show(visibility)
    return { site, ...claimed }
  }
  let made: ReturnType<typeof make> | undefined
  return () => {
    made ??= make()
    return made
  }
}
