import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { type TokenPurpose, tokenPrefixes } from '../../../src/service/core/records/index.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { codeOf } from '../../support/codes.js'
import { DAY, draft, dump, testService, tokenIn } from '../service.js'

const kim = { email: 'kim@example.org', name: 'Kim Lee' }
const issueTo = async (t: Awaited<ReturnType<typeof testService>>, email = kim.email) => {
  const badge = await t.service.issue({ draft, recipient: { email, name: 'Kim Lee' } })
  return { badge, token: tokenIn(await t.mailTo(email), 'claim') }
}

describe('S1 (a token opens only what it is for)', () => {
  test('have 256 bits and a prefix by purpose, and none is kept in a form that could be used', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t)
    const { person } = await t.service.claims.claim({ token })
    const { token: share } = await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id })
    const { token: display } = await t.service.displays.create({ title: 'Hall' })
    const { token: session } = await t.service.people.startSession(person.id)
    const kept = await dump(t.storage)
    for (const [prefix, text] of Object.entries({ clm_: token, shr_: share, dsp_: display, ses_: session })) {
      expect(text).toMatch(new RegExp(`^${prefix}[A-Za-z0-9_-]{43}$`))
      expect(kept).not.toContain(text)
      expect(kept).not.toContain(text.slice(4))
    }
  })

  test('are good for their purpose only', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t)
    for (const purpose of Object.keys(tokenPrefixes) as TokenPurpose[]) {
      if (purpose === 'claim') continue
      const disguised = tokenPrefixes[purpose] + token.slice(4)
      for (const text of [token, disguised]) {
        expect(await t.service.sharing.viewLink({ token: text })).toBeNull()
        expect(await t.service.displays.look(text)).toBeNull()
        expect(await t.service.people.session(text)).toBeNull()
        expect(await t.service.people.lookSignIn(text)).toBeNull()
        expect(await t.service.mail.lookUnsubscribe(text)).toBeNull()
        expect(await t.service.applications.look(text)).toBeNull()
        expect(await codeOf(() => t.service.people.signIn({ token: text }))).toBe('ERR_TOKEN_INVALID')
        expect(await codeOf(() => t.service.people.confirmEmail({ token: text }))).toBe('ERR_TOKEN_INVALID')
        expect(await codeOf(() => t.service.people.confirmRecovery({ token: text }))).toBe('ERR_TOKEN_INVALID')
        expect(await codeOf(() => t.service.claims.undo({ token: text }))).toBe('ERR_TOKEN_INVALID')
        await t.service.mail.unsubscribe({ token: text })
      }
      expect((await t.service.claims.look(disguised)).state).toBe('unknown')
    }
    const { person } = await t.service.claims.claim({ token })
    const { token: share } = await t.service.sharing.createLink({ badgeId: badge.id, personId: person.id })
    expect(await codeOf(() => t.service.claims.claim({ token: share }))).toBe('ERR_TOKEN_INVALID')
  })

  test('10,000 are all different', async () => {
    const { newNonce } = await import('../../../src/service/core/ids.js')
    expect(new Set(Array.from({ length: 10_000 }, newNonce)).size).toBe(10_000)
  })

  test.each([
    '',
    'clm_',
    'clm_x',
    `clm_${'A'.repeat(44)}`,
    `clm_${'A'.repeat(42)}=`,
    '../etc',
    'clm_\0',
    7,
    null,
    undefined,
  ])('what is no token at all (%j) is unknown, without an error of another kind', async (text) => {
    const t = await testService()
    expect((await t.service.claims.look(text as string)).state).toBe('unknown')
    expect(await codeOf(() => t.service.claims.claim({ token: text as string }))).toBe('ERR_TOKEN_INVALID')
  })
})

describe('S2 (a link works once, for a while)', () => {
  test('of 50 claims at once, one succeeds and 49 are told that the link was used', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => t.service.claims.claim({ token }).then(() => 'ok', rejectionOf)),
    )
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'ERR_TOKEN_USED']))
    const history = await t.service.history(badge.id)
    expect(history.filter(({ type }) => type === 'claimed')).toHaveLength(1)
    expect((await t.service.claims.look(token)).state).toBe('used')
  })

  test('a link works until its time is over, to the second', async () => {
    for (const [wait, state] of [
      [14 * DAY - 1000, 'open'],
      [14 * DAY, 'expired'],
      [14 * DAY + 1000, 'expired'],
    ] as const) {
      const t = await testService()
      const { token } = await issueTo(t)
      t.clock.pass(wait)
      expect((await t.service.claims.look(token)).state).toBe(state)
      if (state === 'expired') expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_TOKEN_EXPIRED')
    }
  })

  test('a resend makes a new link and voids the old one, also one that was not sent yet', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t)
    await t.service.resend({ badgeId: badge.id })
    await t.service.resend({ badgeId: badge.id })
    const again = tokenIn(await t.mailTo(kim.email), 'claim')
    expect(t.sent).toHaveLength(2)
    expect(again).not.toBe(token)
    expect((await t.service.claims.look(token)).state).toBe('void')
    expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_TOKEN_EXPIRED')
    expect((await t.service.claims.claim({ token: again })).badge.stage).toBe('claimed')
  })

  test('an address that was wrong is mended while it is an offer, and the first one has nothing any more', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t, 'kmi@example.org')
    await t.service.resend({ badgeId: badge.id, email: kim.email })
    const mended = tokenIn(await t.mailTo(kim.email), 'claim')
    expect((await t.service.claims.look(token)).state).toBe('void')
    const { person } = await t.service.claims.claim({ token: mended })
    expect(person.emails.map(({ email }) => email)).toEqual([kim.email])
    expect(await codeOf(() => t.service.resend({ badgeId: badge.id, email: 'x@example.org' }))).toBe(
      'ERR_STAGE_INVALID',
    )
  })
})

test('a link that was lost after accepting is sent anew, and claims', async () => {
  const t = await testService()
  const { badge, token } = await issueTo(t)
  await t.service.claims.accept({ token })
  await t.service.resend({ badgeId: badge.id })
  const again = tokenIn(await t.mailTo(kim.email), 'claim')
  expect(again).not.toBe(token)
  expect((await t.service.claims.claim({ token: again })).badge.stage).toBe('claimed')
})

test('a badge whose address was mended says so itself, and what was signed for the wrong one is revoked', async () => {
  const t = await testService()
  const { badge } = await issueTo(t, 'kmi@example.org')
  const mended = await t.service.resend({ badgeId: badge.id, email: kim.email })
  expect(mended.id).toBe(badge.id)
  expect(mended.credentialId).toBe(mended.credential.id)
  expect(mended.credential.validFrom).toBe(badge.credential.validFrom)
  const list = await t.service.status.publish(badge.status.listId)
  const url = (badge.credential.credentialStatus as unknown as { statusListCredential: string }).statusListCredential
  const check = async (credential: object, recipient: string) => {
    const documents = { [url]: JSON.stringify(list?.credential) }
    const result = await verifyCredential(credential, { documents, recipient, now: new Date(t.clock.now) })
    return { outcome: result.outcome, codes: result.problems.map(({ code }) => code) }
  }
  expect(await check(mended.credential, kim.email)).toEqual({ outcome: 'verified', codes: [] })
  expect((await check(mended.credential, 'kmi@example.org')).outcome).toBe('failed')
  expect((await check(badge.credential, 'kmi@example.org')).codes).toEqual(['ERR_STATUS_REVOKED'])
  // Letters of another case reach the same mailbox, but are another text to whoever compares hashes.
  const upper = await t.service.resend({ badgeId: badge.id, email: 'Kim@example.org' })
  expect((await check(upper.credential, 'Kim@example.org')).outcome).toBe('verified')
})

describe('S3 (looking changes nothing)', () => {
  test('a scanner that opens every link twenty times leaves the storage as it was', async () => {
    const t = await testService()
    const { badge, token } = await issueTo(t)
    const { undoToken } = await t.service.claims.decline({ token })
    await t.service.people.sendLinks({ email: kim.email })
    const signIn = tokenIn(await t.mailTo(kim.email), 'sign-in')
    const before = await dump(t.storage)
    const events = t.events.length
    for (let i = 0; i < 20; i++) {
      await t.service.claims.look(token)
      await t.service.claims.lookUndo(undoToken)
      await t.service.people.lookSignIn(signIn)
      await t.service.people.session(signIn)
      await t.service.mail.lookUnsubscribe(token)
      await t.service.applications.look(token)
      await t.service.sharing.view({ badgeId: badge.id })
      await t.service.sharing.viewLink({ token })
    }
    expect(await dump(t.storage)).toBe(before)
    expect(t.events).toHaveLength(events)
  })
})

describe('accepting, declining, taking back', () => {
  test('accepting does not claim, and the link stays good for that', async () => {
    const t = await testService()
    const { token } = await issueTo(t)
    expect((await t.service.claims.accept({ token })).stage).toBe('accepted')
    expect((await t.service.claims.accept({ token })).stage).toBe('accepted')
    expect((await t.service.claims.claim({ token })).badge.stage).toBe('claimed')
  })

  test('a decline voids the link; taken back in time there is a new one', async () => {
    const t = await testService()
    const { token } = await issueTo(t)
    const { badge, undoToken } = await t.service.claims.decline({ token })
    expect(badge.stage).toBe('declined')
    expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_TOKEN_USED')
    expect((await t.service.claims.lookUndo(undoToken))?.kind).toBe('decline')
    const { claimToken = '' } = await t.service.claims.undo({ token: undoToken })
    expect(await codeOf(() => t.service.claims.undo({ token: undoToken }))).toBe('ERR_TOKEN_USED')
    expect((await t.service.claims.claim({ token: claimToken })).badge.stage).toBe('claimed')
  })

  test('after its time a decline stays', async () => {
    const t = await testService({ undoHours: 2 })
    const { token } = await issueTo(t)
    const { undoToken } = await t.service.claims.decline({ token })
    t.clock.pass(2 * 3_600_000)
    expect(await t.service.claims.lookUndo(undoToken)).toBeNull()
    expect(await codeOf(() => t.service.claims.undo({ token: undoToken }))).toBe('ERR_TOKEN_EXPIRED')
  })

  test('two badges of one person go to one account; the mailed link shows that the address is theirs', async () => {
    const t = await testService()
    const first = await issueTo(t)
    t.clock.pass(1)
    const second = await t.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: { email: 'KIM@EXAMPLE.ORG' },
    })
    const one = await t.service.claims.claim({ token: first.token })
    const other = await t.service.claims.claim({ token: tokenIn(await t.mailTo('KIM@example.org'), 'claim') })
    expect(other.person.id).toBe(one.person.id)
    expect((await t.service.people.badges(one.person.id)).map(({ id }) => id)).toEqual([second.id, first.badge.id])
  })

  test('a link that was handed out proves no mailbox: the account has no address from it', async () => {
    const t = await testService()
    const badge = await t.service.issue({ draft, recipient: kim })
    const { token } = await t.service.createClaimLink({ badgeId: badge.id })
    expect((await t.service.claims.claim({ token })).person.emails).toEqual([])
  })
})

describe('account policies', () => {
  test('code: six digits that go to the address on record, five tries, ten minutes', async () => {
    const t = await testService({ claimPolicy: 'code' })
    const { token } = await issueTo(t)
    expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_TOKEN_INVALID')
    await t.service.claims.requestCode({ token })
    const code = /\b(\d{6})\b/.exec((await t.mailTo(kim.email)).text)?.[1] ?? ''
    expect(await dump(t.storage)).not.toContain(code)
    const wrong = code === '000000' ? '111111' : '000000'
    expect(await codeOf(() => t.service.claims.claim({ token, code: wrong }))).toBe('ERR_TOKEN_INVALID')
    expect((await t.service.claims.claim({ token, code: ` ${code} ` })).badge.stage).toBe('claimed')
  })

  test('code: a wrong one of somebody else at the same moment does not spoil the right one', async () => {
    const storage = memoryStorage()
    let meanwhile = async (): Promise<void> => {}
    const t = await testService({
      claimPolicy: 'code',
      storage: {
        ...storage,
        async commit(changes) {
          if (changes.some(({ collection }) => collection === 'badges')) await meanwhile()
          return storage.commit(changes)
        },
      },
    })
    const { token } = await issueTo(t)
    await t.service.claims.requestCode({ token })
    const code = /\b(\d{6})\b/.exec((await t.mailTo(kim.email)).text)?.[1] ?? ''
    meanwhile = async () => {
      meanwhile = async () => {}
      await codeOf(() => t.service.claims.claim({ token, code: 'x' }))
    }
    expect((await t.service.claims.claim({ token, code })).badge.stage).toBe('claimed')
  })

  test('code: after five wrong ones, and after ten minutes, the right one does not do either', async () => {
    for (const spoil of ['tries', 'time'] as const) {
      const t = await testService({ claimPolicy: 'code' })
      const { token } = await issueTo(t)
      await t.service.claims.requestCode({ token })
      const code = /\b(\d{6})\b/.exec((await t.mailTo(kim.email)).text)?.[1] ?? ''
      if (spoil === 'time') t.clock.pass(600_000)
      else for (let i = 0; i < 5; i++) await codeOf(() => t.service.claims.claim({ token, code: 'x' }))
      expect(await codeOf(() => t.service.claims.claim({ token, code }))).toBe('ERR_TOKEN_EXPIRED')
    }
  })

  test('S6 (what comes too often has to wait): ten codes a day for one badge, so that asking again and again gives no more guesses', async () => {
    const t = await testService({ claimPolicy: 'code' })
    const { token } = await issueTo(t)
    for (let i = 0; i < 10; i++) await t.service.claims.requestCode({ token })
    expect(await codeOf(() => t.service.claims.requestCode({ token }))).toBe('ERR_LIMIT_EXCEEDED')
    t.clock.pass(DAY)
    await t.service.claims.requestCode({ token })
    const code = /\b(\d{6})\b/.exec((await t.mailTo(kim.email)).text)?.[1] ?? ''
    expect((await t.service.claims.claim({ token, code })).badge.stage).toBe('claimed')
  })

  test('code: none is mailed for a badge that asks for none', async () => {
    const t = await testService()
    const { token } = await issueTo(t)
    expect(await codeOf(() => t.service.claims.requestCode({ token }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('session: of first requests at once, one makes the person, also without an address', async () => {
    const t = await testService()
    const people = await Promise.all(
      Array.from({ length: 8 }, () => t.service.people.fromSession({ subject: 'kim', emails: [] })),
    )
    expect(new Set(people.map(({ id }) => id)).size).toBe(1)
  })

  test('session: only the account that has the address may claim', async () => {
    const t = await testService({ claimPolicy: 'session' })
    const { token } = await issueTo(t)
    const lou = await t.service.people.fromSession({ subject: 'lou', emails: ['lou@example.org'] })
    const own = await t.service.people.fromSession({ subject: 'kim', emails: ['Kim@Example.org'] })
    expect(await codeOf(() => t.service.claims.claim({ token }))).toBe('ERR_ACCESS_DENIED')
    expect(await codeOf(() => t.service.claims.claim({ token, viewer: { personId: lou.id } }))).toBe(
      'ERR_ACCESS_DENIED',
    )
    const { person } = await t.service.claims.claim({ token, viewer: { personId: own.id } })
    expect(person.id).toBe(own.id)
    expect((await t.service.people.fromSession({ subject: 'kim', emails: ['kim@example.org'] })).id).toBe(own.id)
  })
})

const rejectionOf = (error: { code?: string }): string => error.code ?? String(error)
