import type { BadgeRecord } from '../../src/service/index.js'
import { draft, type TestService } from '../service/service.js'

/** A step that is measured: `prepare` comes before and is not. `times`: how many of what the figure is of. */
export interface Step {
  readonly name: string
  readonly times: number
  readonly prepare: (t: TestService, round: number) => Promise<() => Promise<unknown>>
}

const people = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ email: `${from}${i}@steps.example`, name: `Step ${from} ${i}` }))

const issued = async ({ service }: TestService, from: string, count: number): Promise<BadgeRecord[]> => {
  const made: BadgeRecord[] = []
  for (const recipient of people(from, count)) made.push(await service.issue({ draft, recipient }))
  return made
}

/** The person who has twenty badges. */
async function collector(t: TestService, round: number): Promise<string> {
  const email = `collector${round}@steps.example`
  const rows = Array.from({ length: 20 }, (_, i) => i)
  const first = await t.service.issue({ draft, recipient: { email } })
  for (const i of rows.slice(1)) {
    const achievement = { ...draft.achievement, id: `https://badges.example/achievements/${i}` }
    await t.service.issue({ draft: { ...draft, achievement }, recipient: { email } })
  }
  const { token } = await t.service.createClaimLink({ badgeId: first.id })
  await t.service.claims.claim({ token })
  const claimed = await t.service.get(first.id)
  return claimed?.personId ?? ''
}

const step = (name: string, times: number, prepare: Step['prepare']): Step => ({ name, times, prepare })

export const steps: readonly Step[] = [
  step('issue a badge', 10, async ({ service }, round) => async () => {
    for (const recipient of people(`one-${round}-`, 10)) await service.issue({ draft, recipient })
  }),
  step(
    'issue a row of a batch',
    100,
    async ({ service }, round) =>
      () =>
        service.batches.issue({ id: `steps-${round}`, draft, rows: people(`row-${round}-`, 100) }),
  ),
  step('claim', 10, async (t, round) => {
    const made = await issued(t, `claim-${round}-`, 10)
    const links = await Promise.all(made.map(({ id }) => t.service.createClaimLink({ badgeId: id })))
    return async () => {
      for (const { token } of links) await t.service.claims.claim({ token })
    }
  }),
  step('public page', 10, async (t, round) => {
    const [badge] = await issued(t, `page-${round}-`, 1)
    const { token } = await t.service.createClaimLink({ badgeId: badge?.id ?? '' })
    await t.service.claims.claim({ token })
    const { personId = '' } = (await t.service.get(badge?.id ?? '')) ?? {}
    await t.service.sharing.setVisibility({ badgeId: badge?.id ?? '', personId, visibility: 'public' })
    return async () => {
      for (let i = 0; i < 10; i++) await t.service.sharing.view({ badgeId: badge?.id ?? '' })
    }
  }),
  step('my badges', 10, async (t, round) => {
    const personId = await collector(t, round)
    return async () => {
      for (let i = 0; i < 10; i++) await t.service.people.badges(personId)
    }
  }),
  ...(
    [
      ['the newest 50', {}],
      ['search by address', { email: 'one-0-7@steps.example' }],
      ['search by a frequent name', { name: 'given7' }],
      ['search by achievement', { achievementId: '' }],
      ['list by state', { stage: 'offered' }],
    ] as const
  ).map(([name, query]) =>
    step(name, 1, async ({ service }) => {
      const [badge] = (await service.list({ limit: 1 })).badges
      const asked = 'achievementId' in query ? { achievementId: badge?.achievementId ?? '' } : query
      return () => service.list({ ...asked, limit: 50 })
    }),
  ),
  step('revoke', 10, async (t, round) => {
    const made = await issued(t, `revoke-${round}-`, 10)
    return async () => {
      for (const { id } of made) await t.service.revoke({ badgeId: id, reason: 'By mistake.' })
    }
  }),
  step('publish a status list', 1, async (t, round) => {
    const [badge] = (await issued(t, `publish-${round}-`, 1)) as [BadgeRecord]
    await t.service.revoke({ badgeId: badge.id, reason: 'By mistake.' })
    return () => t.service.status.publish(badge.status.listId)
  }),
  step('send a mail', 10, async (t, round) => {
    await t.service.mail.deliver()
    await issued(t, `mail-${round}-`, 10)
    return () => t.service.mail.deliver()
  }),
]
