import { readFileSync } from 'node:fs'
import type { Host } from '../e2e/host.js'
import { examples, picture, draft as welder } from '../e2e/host.js'

/** A page as somebody sees it. */
export interface Scene {
  readonly name: string
  readonly group: 'learner' | 'anyone' | 'staff'
  readonly path: string
  /** Who looks: nobody who is known, a learner who is signed in, or the staff. */
  readonly who: 'nobody' | 'learner' | 'staff'
  /** A screen on a wall, which nobody operates: it turns by itself, which axe-core finds fault with. */
  readonly isScreen?: true
}

export const learner = 'kim@learner.example'

const issuer = JSON.parse(readFileSync(`${examples}issuer.json`, 'utf8')) as {
  readonly name: string
  readonly url: string
}
const draft = { ...welder, issuer: { name: issuer.name, url: issuer.url } }

/** What is on a page of a college that has used the house for a while: nothing here is empty by chance. */
export async function prepare(host: Host): Promise<readonly Scene[]> {
  const { service, base } = host
  await service.issuers.setBrand({
    name: issuer.name,
    colour: '#0b5c7a',
    logo: new Uint8Array(readFileSync(`${examples}brand/logo.svg`)),
    postal: '1 Quay Street\n00000 Harbourtown',
    footer: 'Evening classes in crafts, nature and science, open to everybody.',
  })
  const pathIn = (link: string): string => link.slice(base.length)
  const linkTo = async (email: string, part: string): Promise<string> =>
    pathIn((await host.mailTo(email)).links.find((link) => link.includes(part)) ?? '')
  const art = (name: string): Uint8Array => new Uint8Array(readFileSync(`${examples}art/${name}.png`))
  const issue = (email: string, name: string, more: object = {}) =>
    service.issue({ draft, recipient: { email, name }, picture: picture(), ...more })

  const mine = await issue(learner, 'Kim Larsen', {
    draft: { ...draft, validUntil: '2031-07-31' },
  })
  const first = await service.createClaimLink({ badgeId: mine.id })
  const { badge } = await service.claims.claim({ token: first.token })
  const personId = badge.personId ?? ''
  await service.sharing.setVisibility({ badgeId: mine.id, personId, visibility: 'public' })
  await issue(learner, 'Kim Larsen', {
    draft: {
      ...draft,
      achievement: { ...draft.achievement, name: 'River Steward', description: 'Keeps a stretch of river.' },
    },
    picture: art('river-steward'),
  })
  const offer = await issue('lee@learner.example', 'Lee Ortega')
  const offerPath = await linkTo('lee@learner.example', '/claim/')
  const revoked = await issue('ada@learner.example', 'Ada Moreau')
  const second = await service.createClaimLink({ badgeId: revoked.id })
  const taken = await service.claims.claim({ token: second.token })
  await service.sharing.setVisibility({
    badgeId: revoked.id,
    personId: taken.badge.personId ?? '',
    visibility: 'public',
  })
  await service.revoke({ badgeId: revoked.id, reason: 'Issued by mistake.' })
  const rows = ['Noa Lind', 'Iris Blum', 'Tom Reed', 'Yuki Mori', 'Sami Haddad'].map((name) => ({
    email: `${name.toLowerCase().replace(' ', '.')}@learner.example`,
    name,
  }))
  const batch = { id: 'graduates-2026', label: 'Graduates 2026' }
  await service.batches.issue({ ...batch, draft, rows, picture: picture() })
  const form = await service.applications.setForm({
    id: 'welder',
    title: 'Welder I',
    draft,
    schema: {
      type: 'object',
      properties: { built: { type: 'string', title: 'What did you build?', maxLength: 500 } },
      required: ['built'],
    },
  })
  await service.applications.submit({
    formId: form.id,
    email: 'mia@learner.example',
    name: 'Mia Novak',
    answers: { built: 'A gate for the boathouse.' },
  })
  // Of somebody who does not sign in here meanwhile, and so has the badge in the account that it was claimed for.
  const carried = await issue('max@learner.example', 'Max Weber')
  await service.claims.claim({ token: (await service.createClaimLink({ badgeId: carried.id })).token })
  const held = await service.wallet.createOffer({ badgeId: carried.id })
  const display = await service.displays.create({ title: 'Entrance hall' })
  return [
    { name: 'start', group: 'anyone', path: '/', who: 'nobody' },
    { name: 'offer', group: 'learner', path: offerPath, who: 'nobody' },
    { name: 'badge, its owner', group: 'learner', path: `/b/${mine.id}`, who: 'learner' },
    { name: 'badge, anyone', group: 'anyone', path: `/b/${mine.id}`, who: 'nobody' },
    { name: 'badge, revoked', group: 'anyone', path: `/b/${revoked.id}`, who: 'nobody' },
    { name: 'badge that is not public', group: 'anyone', path: `/b/${offer.id}`, who: 'nobody' },
    { name: 'my badges', group: 'learner', path: '/mine', who: 'learner' },
    { name: 'into a wallet', group: 'learner', path: pathIn(held.url), who: 'nobody' },
    { name: 'my page', group: 'learner', path: '/mine/page', who: 'learner' },
    { name: 'account', group: 'learner', path: '/account', who: 'learner' },
    { name: 'check', group: 'anyone', path: '/verify', who: 'nobody' },
    { name: 'help', group: 'anyone', path: '/help', who: 'nobody' },
    { name: 'sign in', group: 'learner', path: '/sign-in', who: 'nobody' },
    { name: 'form', group: 'learner', path: `/apply/${form.id}`, who: 'nobody' },
    {
      name: 'screen',
      group: 'anyone',
      path: new URL(display.url).pathname.slice(new URL(base).pathname.length),
      who: 'nobody',
      isScreen: true,
    },
    { name: 'not there', group: 'anyone', path: '/b/01m0000000000000000000000000', who: 'nobody' },
    { name: 'badges', group: 'staff', path: '/issuer', who: 'staff' },
    { name: 'a badge', group: 'staff', path: `/issuer/badges/${mine.id}`, who: 'staff' },
    { name: 'library', group: 'staff', path: '/issuer/library', who: 'staff' },
    { name: 'a new badge', group: 'staff', path: '/issuer/library/new', who: 'staff' },
    { name: 'upload', group: 'staff', path: '/issuer/upload', who: 'staff' },
    { name: 'batches', group: 'staff', path: '/issuer/batches', who: 'staff' },
    { name: 'a batch', group: 'staff', path: `/issuer/batches/${batch.id}`, who: 'staff' },
    { name: 'figures', group: 'staff', path: '/issuer/figures', who: 'staff' },
    { name: 'applications', group: 'staff', path: '/issuer/applications', who: 'staff' },
    { name: 'undelivered', group: 'staff', path: '/issuer/undelivered', who: 'staff' },
    { name: 'screens', group: 'staff', path: '/issuer/displays', who: 'staff' },
    { name: 'colleagues', group: 'staff', path: '/issuer/staff', who: 'staff' },
    { name: 'settings', group: 'staff', path: '/issuer/settings', who: 'staff' },
  ]
}
