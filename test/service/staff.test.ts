import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { draft, dump, type TestService, testService, tokenIn } from './service.js'

const owner = [{ role: 'owner' }] as const
const viewer = [{ role: 'viewer' }] as const
const HOUR = 3_600_000

async function withStaff(storage?: StorageAdapter) {
  const t = await testService(storage === undefined ? {} : { storage })
  const { staff } = t.service
  const ola = await staff.add({ email: 'ola@acme.example', name: 'Ola', grants: owner, invite: false })
  return { ...t, staff, ola }
}

const eventsOf = async ({ storage }: Pick<TestService, 'storage'>) =>
  (await storage.query({ collection: 'events', limit: 1000 })).records.map(({ value }) => value)

/** A session by a link that is handed over. */
async function enter({ service }: Pick<TestService, 'service'>, staffId: string): Promise<string> {
  const { token } = await service.staff.createSignInLink({ staffId })
  return (await service.staff.signIn({ token })).token
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('members of staff on %s', (kind) => {
  const on = (name: string, run: (t: Awaited<ReturnType<typeof withStaff>>) => Promise<void>) =>
    test(name, { timeout: 60_000 }, async () => {
      const fresh = await freshStorage(kind)
      const storage = await fresh.open()
      try {
        await run(await withStaff(storage))
      } finally {
        await storage.close()
        await fresh.remove()
      }
    })

  on('the last owner can neither go nor become something else; of two, one can', async ({ staff, ola }) => {
    expect(await codeOf(() => staff.remove({ staffId: ola.id }))).toBe('ERR_STAGE_INVALID')
    expect(await codeOf(() => staff.setRoles({ staffId: ola.id, grants: viewer }))).toBe('ERR_STAGE_INVALID')
    const pat = await staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
    await staff.setRoles({ staffId: ola.id, grants: viewer })
    expect(await codeOf(() => staff.remove({ staffId: pat.id }))).toBe('ERR_STAGE_INVALID')
    await staff.remove({ staffId: ola.id })
    expect((await staff.list()).map(({ name }) => name)).toEqual(['Pat'])
  })

  on('an owner of one issuer, or whom the login of the host makes one, does not count as the last', async (t) => {
    const { staff, ola } = t
    await staff.fromSession({ subject: 'h-1', name: 'Hal', grants: owner })
    const here = [{ role: 'owner', issuerId: 'did:web:other.example' }] as const
    const kai = await staff.add({ email: 'kai@acme.example', name: 'Kai', grants: here, invite: false })
    expect(await codeOf(() => staff.remove({ staffId: ola.id }))).toBe('ERR_STAGE_INVALID')
    await staff.remove({ staffId: kai.id })
  })

  on('two owners who remove each other at once: one stays', async ({ staff, ola }) => {
    const pat = await staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
    const outcomes = await Promise.all(
      [ola, pat].map(({ id }) => codeOf(() => staff.remove({ staffId: id })).catch(() => 'done')),
    )
    expect(outcomes.filter((outcome) => outcome === 'ERR_STAGE_INVALID')).toHaveLength(1)
    expect((await staff.list()).filter(({ grants }) => grants[0]?.role === 'owner')).toHaveLength(1)
  })

  on('twenty try one link at once: one is signed in', async (t) => {
    const { token } = await t.staff.createSignInLink({ staffId: t.ola.id })
    const tries = Array.from({ length: 20 }, () =>
      t.staff.signIn({ token }).then(
        () => 'in',
        ({ code }) => code,
      ),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1)
    expect(new Set(outcomes)).toEqual(new Set(['in', 'ERR_TOKEN_USED']))
  })

  on('other roles, and being removed, end every session; another member keeps theirs', async (t) => {
    const { staff, ola } = t
    const pat = await staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
    const [first, second, others] = [await enter(t, pat.id), await enter(t, pat.id), await enter(t, ola.id)]
    await staff.setRoles({ staffId: pat.id, grants: owner })
    expect(await staff.session(first)).toMatchObject({ staffId: pat.id, grants: owner })
    await staff.setRoles({ staffId: pat.id, grants: viewer })
    expect([await staff.session(first), await staff.session(second)]).toEqual([null, null])
    const third = await enter(t, pat.id)
    const { token: link } = await staff.createSignInLink({ staffId: pat.id })
    await staff.remove({ staffId: pat.id })
    expect(await staff.session(third)).toBeNull()
    expect(await staff.lookSignIn(link)).toBeNull()
    expect(await codeOf(() => staff.signIn({ token: link }))).toBe('ERR_TOKEN_EXPIRED')
    expect(await staff.session(others)).toMatchObject({ staffId: ola.id })
  })

  on('a session lasts eight hours, and its text is stored nowhere', async (t) => {
    const token = await enter(t, t.ola.id)
    expect(await dump(t.storage)).not.toContain(token)
    t.clock.pass(limits.staffSessionHours * HOUR - 1)
    expect(await t.staff.session(token)).not.toBeNull()
    t.clock.pass(1)
    expect(await t.staff.session(token)).toBeNull()
  })
})

describe('sign-in links', () => {
  test('one is mailed to a member, and nobody else; the work and the answer are the same', async () => {
    const t = await withStaff()
    await t.staff.sendLink({ email: 'Ola@ACME.example' })
    await t.staff.sendLink({ email: 'eve@acme.example' })
    const token = tokenIn(await t.mailTo('Ola@acme.example'), 'staff/sign-in')
    expect(t.sent.map(({ to }) => to.address)).toEqual(['Ola@acme.example'])
    expect(await t.staff.lookSignIn(token)).toEqual({ name: 'Ola' })
    expect((await t.staff.signIn({ token })).staff.id).toBe(t.ola.id)
    expect(await t.staff.lookSignIn(token)).toBeNull()
  })

  test('the link that somebody asked for before they were removed opens nothing', async () => {
    const t = await withStaff()
    const pat = await t.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: viewer })
    const invitation = tokenIn(await t.mailTo('pat@acme.example'), 'staff/sign-in')
    await t.staff.sendLink({ email: 'pat@acme.example' })
    const asked = tokenIn(await t.mailTo('pat@acme.example'), 'staff/sign-in')
    await t.staff.remove({ staffId: pat.id })
    expect(await codeOf(() => t.staff.signIn({ token: invitation }))).toBe('ERR_TOKEN_EXPIRED')
    expect(await codeOf(() => t.staff.signIn({ token: asked }))).toBe('ERR_TOKEN_INVALID')
  })

  test('an invitation of somebody who was removed before the mail left does not go out', async () => {
    const t = await withStaff()
    const pat = await t.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: viewer })
    await t.staff.add({ email: 'max@acme.example', name: 'Max', grants: viewer })
    await t.staff.remove({ staffId: pat.id })
    await t.service.mail.deliver()
    expect(t.sent.map(({ to }) => to.address)).toEqual(['max@acme.example'])
  })

  test('an invitation works for three days, a link that was asked for one hour, and a newer one voids it', async () => {
    const t = await withStaff()
    await t.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: viewer })
    const invitation = tokenIn(await t.mailTo('pat@acme.example'), 'staff/sign-in')
    t.clock.pass(limits.staffInvitationHours * HOUR - 1)
    expect(await t.staff.lookSignIn(invitation)).toEqual({ name: 'Pat' })
    t.clock.pass(1)
    expect(await t.staff.lookSignIn(invitation)).toBeNull()
    const first = await t.staff.createSignInLink({ staffId: t.ola.id })
    const second = await t.staff.createSignInLink({ staffId: t.ola.id })
    expect(await t.staff.lookSignIn(first.token)).toBeNull()
    t.clock.pass(limits.staffLinkHours * HOUR)
    expect(await t.staff.lookSignIn(second.token)).toBeNull()
  })

  test('tokens of learners and staff do not stand in for each other', async () => {
    const t = await withStaff()
    await t.service.people.sendLinks({ email: 'kim@learner.example' })
    await t.service.issue({ draft, recipient: { email: 'kim@learner.example' } })
    const learner = tokenIn(await t.mailTo('kim@learner.example').then(() => t.sent[0] as never), 'sign-in')
    expect(await t.staff.lookSignIn(learner)).toBeNull()
    const { token } = await t.staff.createSignInLink({ staffId: t.ola.id })
    expect(await t.service.people.lookSignIn(token)).toBeNull()
    const session = (await t.staff.signIn({ token })).token
    expect(await t.service.people.session(session)).toBeNull()
    expect(await t.staff.lookToken(session)).toBeNull()
  })
})

describe('who gives roles', () => {
  test('an owner of one issuer makes nobody an owner of another, nor touches one', async () => {
    const t = await withStaff()
    const at = (issuerId: string) => [{ role: 'owner', issuerId }] as const
    const kai = await t.staff.add({ email: 'kai@a.example', name: 'Kai', grants: at('did:web:a'), invite: false })
    const own = t.service.as({ staffId: kai.id }).staff
    const input = { email: 'lou@a.example', name: 'Lou', invite: false }
    expect(await codeOf(() => own.add({ ...input, grants: owner }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => own.add({ ...input, grants: at('did:web:b') }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => own.createToken({ name: 'x', grants: owner }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => own.remove({ staffId: t.ola.id }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => own.setRoles({ staffId: t.ola.id, grants: at('did:web:a') }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => own.createSignInLink({ staffId: t.ola.id }))).toBe('ERR_ACCESS_DENIED')
    const lou = await own.add({ ...input, grants: at('did:web:a') })
    await own.setRoles({ staffId: lou.id, grants: [{ role: 'viewer', issuerId: 'did:web:a' }] })
    await own.remove({ staffId: kai.id }).catch(({ code }) => expect(code).toBe('ERR_STAGE_INVALID'))
  })

  test('a token that was made here gives no more than it has, and nothing once it was ended', async () => {
    const t = await withStaff()
    const { apiToken } = await t.staff.createToken({ name: 'LMS', grants: viewer })
    const own = t.service.as({ tokenId: apiToken.id }).staff
    expect(await codeOf(() => own.createToken({ name: 'x', grants: viewer }))).toBe('ERR_ACCESS_DENIED')
    const strong = await t.staff.createToken({ name: 'LMS', grants: owner })
    const stronger = t.service.as({ tokenId: strong.apiToken.id }).staff
    await stronger.createToken({ name: 'x', grants: viewer })
    await t.staff.endToken({ tokenId: strong.apiToken.id })
    expect(await codeOf(() => stronger.createToken({ name: 'x', grants: viewer }))).toBe('ERR_ACCESS_DENIED')
  })

  test('a token that was made here and is stored no longer gives nothing; one of the configuration does', async () => {
    const t = await withStaff()
    const { apiToken } = await t.staff.createToken({ name: 'LMS', grants: owner })
    const gone = apiToken.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    const input = { name: 'x', grants: viewer }
    expect(await codeOf(() => t.service.as({ tokenId: gone }).staff.createToken(input))).toBe('ERR_ACCESS_DENIED')
    await t.service.as({ tokenId: apiToken.id }).staff.createToken(input)
    await t.service.as({ tokenId: '0123456789abcdef' }).staff.createToken(input)
  })

  describe('what they made ends with them:', () => {
    const at = (issuerId: string) => [{ role: 'owner', issuerId }] as const
    const open = async () => {
      const t = await withStaff()
      const pat = await t.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
      const by = t.service.as({ staffId: pat.id }).staff
      const program = await by.createToken({ name: 'LMS', grants: viewer })
      const there = await by.createToken({ name: 'There', grants: at('did:web:a') })
      const strong = await by.createToken({ name: 'Strong', grants: owner })
      const child = await t.service
        .as({ tokenId: strong.apiToken.id })
        .staff.createToken({ name: 'Child', grants: viewer })
      const others = await t.service.as({ staffId: t.ola.id }).staff.createToken({ name: 'Other', grants: viewer })
      const hosts = await t.staff.createToken({ name: 'Host', grants: viewer })
      const working = async () => {
        const all = { program, there, strong, child, others, hosts }
        const found = await Promise.all(
          Object.entries(all).map(async ([name, { token }]) => ((await t.staff.lookToken(token)) === null ? [] : name)),
        )
        return found.flat()
      }
      return { ...t, pat, program, strong, child, working }
    }

    test('tokens of the API, and those made with them; those of others go on', async () => {
      const t = await open()
      expect(await t.working()).toEqual(['program', 'there', 'strong', 'child', 'others', 'hosts'])
      await t.service.as({ staffId: t.ola.id }).staff.remove({ staffId: t.pat.id })
      expect(await t.working()).toEqual(['others', 'hosts'])
      const list = await t.staff.tokens()
      expect(list.filter(({ endedAt }) => endedAt !== undefined)).toHaveLength(4)
      expect(list.find(({ id }) => id === t.child.apiToken.id)?.createdBy).toBe(`token:${t.strong.apiToken.id}`)
      const ended = (await eventsOf(t)).filter(({ type }) => type === 'api-token-ended')
      expect(ended.map(({ actor }) => actor)).toEqual(Array(4).fill(`staff:${t.ola.id}`))
    })

    test('of somebody who stays an owner of one issuer, what they can still make goes on', async () => {
      const t = await open()
      await t.staff.setRoles({ staffId: t.pat.id, grants: at('did:web:a') })
      expect(await t.working()).toEqual(['there', 'others', 'hosts'])
    })

    test('of somebody whom the login of the host makes an owner no longer', async () => {
      const t = await open()
      const hal = await t.staff.fromSession({ subject: 'h-1', name: 'Hal', grants: owner })
      const made = await t.service.as({ staffId: hal?.id ?? '' }).staff.createToken({ name: 'x', grants: viewer })
      await t.staff.fromSession({ subject: 'h-1', name: 'Hal', grants: owner })
      expect(await t.staff.lookToken(made.token)).not.toBeNull()
      await t.staff.fromSession({ subject: 'h-1', name: 'Hal', grants: viewer })
      expect(await t.staff.lookToken(made.token)).toBeNull()
    })

    test('a token that is ended takes those along that were made with it', async () => {
      const t = await open()
      await t.staff.endToken({ tokenId: t.strong.apiToken.id })
      expect(await t.working()).toEqual(['program', 'there', 'others', 'hosts'])
    })

    test('a sign-in link for a colleague, and the session that began with it; their own ones go on', async () => {
      const t = await open()
      const by = t.service.as({ staffId: t.pat.id }).staff
      const own = await enter(t, t.ola.id)
      const session = (await t.staff.signIn({ token: (await by.createSignInLink({ staffId: t.ola.id })).token })).token
      const { token: link } = await by.createSignInLink({ staffId: t.ola.id })
      expect([await t.staff.session(own), await t.staff.session(session)]).not.toContain(null)
      await t.staff.setRoles({ staffId: t.pat.id, grants: viewer })
      expect(await t.staff.session(own)).not.toBeNull()
      expect(await t.staff.session(session)).toBeNull()
      expect(await t.staff.lookSignIn(link)).toBeNull()
      expect(await codeOf(() => t.staff.signIn({ token: link }))).toBe('ERR_TOKEN_INVALID')
    })

    test('whatever is made in the moment in which they are removed', async () => {
      for (let i = 0; i < 20; i++) {
        const t = await open()
        const by = t.service.as({ staffId: t.pat.id }).staff
        const made = by.createToken({ name: 'late', grants: owner }).catch(() => undefined)
        for (let n = 0; n < i; n++) await Promise.resolve()
        await t.staff.remove({ staffId: t.pat.id })
        const token = (await made)?.token ?? ''
        expect(await t.staff.lookToken(token)).toBeNull()
      }
    })
  })

  test.each([
    ['no role', []],
    ['a role that does not exist', [{ role: 'admin' }]],
    ['a role of the prototype', [{ role: 'toString' }]],
    ['a misspelt member', [{ role: 'viewer', issuer: 'did:web:a' }]],
    ['text', 'owner'],
  ])('%s is refused', async (_, grants) => {
    const { staff, ola } = await withStaff()
    const input = { email: 'x@acme.example', name: 'X' }
    expect(await codeOf(() => staff.add({ ...input, grants: grants as never }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => staff.setRoles({ staffId: ola.id, grants: grants as never }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(await codeOf(() => staff.createToken({ name: 'x', grants: grants as never }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('an address has one member; once they are removed it is free, and the log still has their name', async () => {
    const t = await withStaff()
    const input = { email: 'pat@acme.example', name: 'Pat', grants: viewer, invite: false }
    const pat = await t.staff.add(input)
    expect(await codeOf(() => t.staff.add({ ...input, email: 'PAT@acme.example' }))).toBe('ERR_STAGE_INVALID')
    await t.staff.remove({ staffId: pat.id })
    expect(await t.staff.get(pat.id)).toMatchObject({ name: 'Pat', grants: [] })
    expect(await dump(t.storage)).not.toContain('pat@acme.example')
    expect((await t.staff.add(input)).id).not.toBe(pat.id)
  })
})

describe('whom the login of the host knows', () => {
  test('they have an id here, the roles of the login, and no way in besides', async () => {
    const { staff } = await withStaff()
    const hal = await staff.fromSession({ subject: 'h-1', name: 'Hal', grants: viewer })
    const again = await staff.fromSession({ subject: 'h-1', name: 'Hal', grants: [{ role: 'approver' }] })
    expect(again).toMatchObject({ id: hal?.id, grants: [{ role: 'approver' }] })
    const staffId = hal?.id ?? ''
    expect(await codeOf(() => staff.setRoles({ staffId, grants: owner }))).toBe('ERR_STAGE_INVALID')
    expect(await codeOf(() => staff.createSignInLink({ staffId }))).toBe('ERR_STAGE_INVALID')
    await staff.remove({ staffId })
    expect(await staff.fromSession({ subject: 'h-1', name: 'Hal', grants: owner })).toBeNull()
  })

  test('the operator is one member, an owner, and stays away once removed', async () => {
    const { staff } = await withStaff()
    const operator = await staff.operator()
    expect((await staff.operator())?.id).toBe(operator?.id)
    expect(operator?.grants).toEqual(owner)
    await staff.remove({ staffId: operator?.id ?? '' })
    expect(await staff.operator()).toBeNull()
  })
})

describe('the log names who did what, by ids', () => {
  test('a member, a token, the learner; the host where it says nobody', async () => {
    const t = await withStaff()
    const { apiToken } = await t.staff.createToken({ name: 'LMS', grants: owner })
    const issued = await t.service
      .as({ staffId: t.ola.id })
      .issue({ draft, recipient: { email: 'kim@learner.example' } })
    const token = tokenIn(await t.mailTo('kim@learner.example'), 'claim')
    const { person } = await t.service.claims.claim({ token })
    await t.service.as({ tokenId: apiToken.id }).revoke({ badgeId: issued.id, reason: 'Mistake' })
    const history = await t.service.history(issued.id)
    const actors = Object.fromEntries(history.map(({ type, actor }) => [type, actor]))
    expect(actors).toMatchObject({
      issued: `staff:${t.ola.id}`,
      offered: `staff:${t.ola.id}`,
      claimed: `person:${person.id}`,
      revoked: `token:${apiToken.id}`,
    })
    expect(history.filter(({ by, actor }) => by === 'system' && actor !== undefined)).toEqual([])
    const other = await t.service.issue({ draft, recipient: { email: 'noa@learner.example' } })
    expect((await t.service.history(other.id)).every(({ actor }) => actor === undefined)).toBe(true)
  })

  test('nothing but an id can be given', async () => {
    const { service } = await withStaff()
    for (const id of ['ola@acme.example', '', 'staff:x', 'A'.repeat(26), 'x'.repeat(65)]) {
      expect(await codeOf(() => service.as({ staffId: id }))).toBe('ERR_ARGUMENT_INVALID')
    }
    expect(await codeOf(() => service.as({ staffid: '0'.repeat(26) } as never))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => service.as({ staffId: '0'.repeat(26), tokenId: '0'.repeat(26) }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })

  test('no event of the staff has an address', async () => {
    const t = await withStaff()
    const pat = await t.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: viewer })
    await enter(t, pat.id)
    await t.staff.setRoles({ staffId: pat.id, grants: owner })
    await t.staff.remove({ staffId: pat.id })
    const events = (await dump(t.storage)).split('\n').filter((line) => line.startsWith('events '))
    for (const type of ['staff-added', 'staff-signed-in', 'staff-changed', 'staff-removed']) {
      expect(
        events.some((line) => line.includes(`"${type}"`)),
        type,
      ).toBe(true)
    }
    expect(events.filter((line) => /@|Pat/.test(line))).toEqual([])
  })
})

describe('another secret', () => {
  const [before, after] = ['a'.repeat(43), 'b'.repeat(43)]

  test('ends every session and sign-in link; what waits to be mailed keeps its link, and offers stay open', async () => {
    const t = await testService({ secret: before })
    const ola = await t.service.staff.add({ email: 'ola@acme.example', name: 'Ola', grants: owner, invite: false })
    const staffSession = await enter(t, ola.id)
    await t.service.issue({ draft, recipient: { email: 'kim@learner.example' } })
    const mailed = tokenIn(await t.mailTo('kim@learner.example'), 'claim')
    const { person, badgeSession } = await t.service.claims.claim({ token: mailed })
    const session = await t.service.people.startSession(person.id)
    await t.service.issue({ draft, recipient: { email: 'lou@learner.example' } })
    const open = tokenIn(await t.mailTo('lou@learner.example'), 'claim')
    await t.service.people.sendLinks({ email: 'lou@learner.example' })
    const signIn = tokenIn(await t.mailTo('lou@learner.example'), 'sign-in')
    await t.service.issue({ draft, recipient: { email: 'noa@learner.example' } })

    const next = await testService({ secret: after, storage: t.storage })
    const { people, claims, staff } = next.service
    expect(await people.session(session.token)).not.toBeNull()
    const done = await staff.changeSecret({ from: before })
    expect(done).toEqual({ sessions: 3, links: 1, messages: 1 })
    expect(await staff.changeSecret({ from: before })).toEqual({ sessions: 0, links: 0, messages: 0 })
    expect(await people.session(session.token)).toBeNull()
    expect(await people.badgeSession(badgeSession?.token ?? '')).toBeNull()
    expect(await people.lookSignIn(signIn)).toBeNull()
    expect(await staff.session(staffSession)).toBeNull()
    expect(await claims.look(open)).toMatchObject({ state: 'open' })
    const waiting = tokenIn(await next.mailTo('noa@learner.example'), 'claim')
    expect(await claims.look(waiting)).toMatchObject({ state: 'open' })
    expect((await claims.claim({ token: waiting })).badge.stage).toBe('claimed')
  })
})
