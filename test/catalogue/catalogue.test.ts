import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { passkeys } from '../../src/adapters/auth/passkeys.js'
import { catalogue, type Host, operationNamed, runOperation } from '../../src/catalogue/index.js'
import { errorCodes } from '../../src/errors.js'
import { bindings } from '../../src/http/api/bindings.js'
import { limits } from '../../src/internal/limits.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { draft, dump, testService, tokenIn } from '../service/service.js'
import { Authenticator } from '../support/authenticator.js'
import { codeOf } from '../support/codes.js'
import { holderKey, proofJwt, tokenForm } from '../support/holder.js'

const ajv = new Ajv2020({ strict: false, formats: {} })
/** Operations that change something and write no entry of the log with who did it, and why. */
const unlogged: Readonly<Record<string, string>> = {
  'collection.openOffer': 'A link that changes nothing before it is used, which is logged.',
  'collection.readNotices': 'What learners have looked at is not for the issuer to know.',
  'mail.sendTest': 'It changes nothing; the message is a record of its own.',
  'people.addEmail': 'It mails a link; that the address was proven is logged.',
  'people.createRecoveryCodes': 'They change nothing before one is used, which is logged.',
  'people.endSession': 'When learners come and go is not for the issuer to know.',
  'people.recordConsent': 'A consent of a learner is a record of its own, with its time, that is never overwritten.',
  'people.sendLinks': 'Anyone may ask for mail, and nobody knows who did; the message is a record of its own.',
  'people.setProfile': 'Name and language of an account are the learner’s own affair.',
  'people.signIn': 'When learners come and go is not for the issuer to know.',
  'people.startPasskey': 'A challenge of minutes changes nothing; what comes of it is logged.',
  'people.startPasskeySignIn': 'A challenge of minutes changes nothing; what comes of it is logged.',
  'people.startSession': 'When learners come and go is not for the issuer to know.',
  'presenting.ask':
    'A question of minutes changes nothing; what was answered is a record of its own, and goes after a day.',
  'staff.changeSecret': 'The operator does it at the server, where nobody is signed in.',
  'staff.endSession': 'To sign out gives nobody anything; to sign in is logged.',
  'staff.sendLink': 'Anyone may ask for mail, and nobody knows who did; that its link signed somebody in is logged.',
  'wallet.token': 'A wallet begins to take a badge that was held out, which is logged; that it has it is logged too.',
  'status.publish': 'The list is signed again as the badges are, and every change of a badge is logged.',
}

const always = ['ERR_ARGUMENT_INVALID', 'ERR_LIMIT_EXCEEDED', 'ERR_STORAGE_CONFLICT', 'ERR_STORAGE_FAILED']

/** What is stored, counters of limits aside, and the log. */
async function kept(storage: StorageAdapter) {
  const { records } = await storage.query({ collection: 'events', limit: 1000 })
  const lines = (await dump(storage)).split('\n').filter((line) => !/^(events|counters) /.test(line))
  return { records: lines.join('\n'), events: records }
}

async function host() {
  const site = await testService({ passkeys: await passkeys(), approval: { own: true } })
  const { service } = site
  const issuer = { id: service.options.signer.controller ?? '', name: 'Acme Academy' }
  const ran = new Set<string>()
  /** Those that changed something, of which no new entry of the log says who did it. */
  const silent = new Set<string>()
  const ola = await service.staff.add({
    email: 'ola@acme.example',
    name: 'Ola',
    grants: [{ role: 'owner' }],
    invite: false,
  })
  const as = service.as({ staffId: ola.id })
  const given: Host = {
    service: as,
    issuer,
    now: () => new Date(site.clock.now),
    signing: {},
    reading: async () => ({}),
  }
  /** Runs an operation, and holds what it answers against what the catalogue says. */
  const run = async <T = Record<string, never>>(name: string, input?: object): Promise<T> => {
    const row = operationNamed(name)
    ran.add(name)
    const before = await kept(site.storage)
    const output = await runOperation(row, given, input as never).catch((error: { code: string }) => {
      expect([...always, ...row.errors], `${name}: ${error.code}`).toContain(error.code)
      throw error
    })
    const after = await kept(site.storage)
    const fresh = after.events.filter(({ key }) => before.events.every((event) => event.key !== key))
    const who = { issuer: /^staff:/, learner: /^person:/, owner: /^person:/ }[row.access as string] ?? /^/
    const isLogged = fresh.some(({ value }) => who.test(String(value.actor ?? '')))
    if (after.records !== before.records && !isLogged) silent.add(name)
    const plain = JSON.parse(JSON.stringify(output ?? null))
    if (row.output === undefined) expect(plain).toBeNull()
    else {
      const isValid = ajv.compile(row.output)
      expect(isValid(plain) || isValid.errors, name).toBe(true)
    }
    return plain
  }
  return { ...site, run, ran, silent }
}

describe('the catalogue', () => {
  test('has a row for everything the service can do, and for nothing else', async () => {
    const { service } = await testService()
    const steps = Object.entries(service).flatMap(([name, value]) => {
      if (
        [
          'as',
          'forIssuer',
          'issuers',
          'presenting',
          'close',
          'limits',
          'keys',
          'backup',
          'options',
          'baseUrl',
        ].includes(name)
      )
        return []
      if (typeof value === 'function') return [name === 'tick' || name === 'backlog' ? name : `badges.${name}`]
      return Object.keys(value as object).map((step) => `${name}.${step}`)
    })
    // Of the issuers beside that of the service only the host knows; how that of the service appears is for its owners.
    steps.push('issuers.brand', 'issuers.setBrand')
    // What pages and wallets do by their protocols is not for programs.
    steps.push('presenting.ask', 'presenting.look')
    const stateless = ['credentials.derive', 'credentials.verify', 'presentations.verify']
    // Behind the door of another one: `batches.issue` with `background`, which the journey below goes through.
    const inside = ['batches.start']
    expect(steps).toEqual(expect.arrayContaining(inside))
    const rows = catalogue.map(({ name }) => name)
    const own = steps.filter((name) => !inside.includes(name))
    expect(rows.toSorted()).toEqual([...own, ...stateless].toSorted())
    expect(new Set(rows).size).toBe(rows.length)
  })

  test.each(catalogue.map((row) => [row.name, row] as const))('%s: its schemas compile, its errors exist', (_, row) => {
    for (const schema of [row.input, row.output ?? {}]) expect(() => ajv.compile(schema)).not.toThrow()
    expect(row.errors.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
    expect(row.errors.filter((code) => always.includes(code))).toEqual([])
    expect(row.summary).toMatch(/^[A-ZTW].*\.$/)
  })

  test('what only the embedding application may call is not bound to a network', () => {
    expect(bindings.filter(({ operation }) => operation.access === 'host')).toEqual([])
  })

  test('an unknown operation is refused with the list of those that exist', async () => {
    expect(() => operationNamed('badges.isue')).toThrow(/badges\.issue, /)
    expect(await codeOf(() => operationNamed('toString'))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('inputs', () => {
  const good = { draft: { achievement: draft.achievement }, recipient: { email: 'kim@learner.example' } }

  test.each([
    ['an unknown member', { ...good, offr: false }, /Unknown member "offr"; known are draft, recipient, .*offer/],
    ['an unknown member within', { ...good, recipient: { email: 'a@b.example', mail: 'x' } }, /known are email, name/],
    ['a missing member', { draft: good.draft }, /must have "recipient"/],
    ['a missing member within', { ...good, recipient: {} }, /"recipient" must have "email"/],
    ['a wrong type', { ...good, offer: 'false' }, /"offer" must be a boolean/],
    ['a word that is not one of them', { ...good, statusPurpose: 'suspend' }, /must be one of revocation, suspension/],
    ['a text that is too long', { ...good, idempotencyKey: 'x'.repeat(201) }, /at most 200 characters/],
    ['no object', [], /must be a JSON object/],
  ])('%s is refused, and the sentence says what to do', async (_, input, sentence) => {
    const { run, service } = await host()
    await expect(run('badges.issue', input)).rejects.toThrow(sentence)
    expect((await service.list()).badges).toEqual([])
  })

  test('a member that is null counts as absent; the same input without faults is taken', async () => {
    const { run } = await host()
    const input = { ...good, statusPurpose: null, recipient: { ...good.recipient, locale: null } }
    expect(await run('badges.issue', input)).toMatchObject({ stage: 'offered' })
  })

  test('__proto__ is refused, and nothing is inherited', async () => {
    const { run } = await host()
    await expect(run('badges.issue', JSON.parse('{"__proto__":{"offer":false}}'))).rejects.toThrow()
  })
})

test('a journey by the catalogue alone: every output matches its schema', async () => {
  const { run, ran, silent, mailTo, clock } = await host()
  const issue = (email: string, more = {}) =>
    run<{ id: string; status: { listId: string }; issuerId: string; credential: object }>('badges.issue', {
      draft: { achievement: draft.achievement },
      recipient: { email, name: 'Kim' },
      ...more,
    })
  const badge = await issue('kim@learner.example', { statusPurpose: 'suspension' })
  const badgeId = badge.id
  const token = tokenIn(await mailTo('kim@learner.example'), 'claim')
  expect(await run('claims.look', { token })).toMatchObject({ state: 'open' })
  await run('claims.accept', { token })
  const claimed = await run<{ person: { id: string }; badgeSession: { token: string } }>('claims.claim', { token })
  const personId = claimed.person.id
  expect(claimed.person).toEqual({ id: personId })
  expect(await run('people.badgeSession', { token: claimed.badgeSession.token })).toMatchObject({ badgeId, personId })
  for (const name of ['people.get', 'people.badges', 'people.rules', 'people.consents', 'people.createRecoveryCodes']) {
    await run(name, { personId })
  }
  await run('people.setProfile', { personId, name: 'Kim Lee' })
  const { id: waiting } = await issue('kim@learner.example')
  expect(await run('collection.offers', { personId })).toMatchObject({ badges: [{ id: waiting }] })
  await run('collection.openOffer', { personId, badgeId: waiting })
  expect(await run('collection.badges', { personId, order: 'name', text: 'weld' })).toMatchObject({
    badges: [{ id: badgeId }],
    partial: false,
  })
  await run('badges.revoke', { badgeId: waiting, reason: 'By mistake.' })
  expect(await run('collection.unread', { personId })).toEqual({ count: 1 })
  expect(await run('collection.notices', { personId })).toMatchObject({ notices: [{ kind: 'revoked' }] })
  expect(await run('collection.readNotices', { personId })).toEqual({ read: 1, badgeIds: [] })
  await run('people.addRule', { personId, issuerId: badge.issuerId })
  await run('people.recordConsent', {
    personId,
    purpose: 'newsletter',
    textVersion: '1'.repeat(limits.consentText),
    given: true,
  })
  await run('people.addEmail', { personId, email: 'kim@home.example' })
  const address = tokenIn(await mailTo('kim@home.example'), 'address')
  await run('people.lookEmail', { token: address, purpose: 'email' })
  await run('people.confirmEmail', { token: address })
  clock.pass(1000)
  await run('people.removeEmail', { personId, email: 'kim@learner.example' })
  const back = tokenIn(await mailTo('kim@learner.example'), 'bring-back')
  await run('people.lookEmail', { token: back, purpose: 'restore' })
  await run('people.restoreEmail', { token: back })
  await run('people.sendLinks', { email: 'kim@learner.example' })
  const signIn = tokenIn(await mailTo('kim@learner.example'), 'sign-in')
  await run('people.lookSignIn', { token: signIn })
  await run('people.signIn', { token: signIn })
  const session = await run<{ token: string }>('people.startSession', { personId })
  await run('people.session', { token: session.token })
  await run('people.endSession', { token: session.token })
  await run('people.removeRule', { personId, issuerId: badge.issuerId })
  const device = new Authenticator('https://badges.example')
  const browser = 'cookie of a browser'
  const making = await run<{ options: Record<string, never> }>('people.startPasskey', { personId, browser })
  const answer = device.create(making.options)
  const { id: passkeyId } = await run<{ id: string }>('people.addPasskey', { personId, browser, answer, name: 'Phone' })
  await run('people.renamePasskey', { personId, passkeyId, name: 'My phone' })
  const asking = await run<{ options: Record<string, never> }>('people.startPasskeySignIn', { browser })
  const entered = await run<{ person: object; token: string }>('people.signInByPasskey', {
    browser,
    answer: device.get(asking.options),
  })
  expect(entered.token).toMatch(/^ses_/)
  expect(await run('people.passkeys', { personId })).toMatchObject({ passkeys: [{ id: passkeyId, name: 'My phone' }] })
  await run('people.removePasskey', { personId, passkeyId })

  await run('sharing.setVisibility', { badgeId, personId, visibility: 'unlisted' })
  const link = await run<{ share: { id: string }; token: string }>('sharing.createLink', { badgeId, personId })
  expect(await run('sharing.viewLink', { token: link.token })).toMatchObject({ state: 'open' })
  await run('sharing.links', { badgeId, personId })
  await run('sharing.revokeLink', { badgeId, personId, shareId: link.share.id })
  expect(await run('sharing.viewLink', { token: link.token })).toMatchObject({ state: 'gone' })
  await run('sharing.setVisibility', { badgeId, personId, visibility: 'public' })
  await run('sharing.setDisplay', { badgeId, personId, allowed: true, textVersion: '1' })
  await run('sharing.capsule', { badgeId, personId })
  const { offerLink, code } = await run<{ offerLink: string; code: string }>('wallet.createOffer', {
    badgeId,
    code: true,
  })
  const handOver = offerLink.match(/%2Fi%2F([\w-]{22})%2F/)?.[1] ?? ''
  expect(await run('wallet.look', { token: handOver })).toMatchObject({ stage: 'open', asksCode: true })
  const offer = await run<{ grants: Record<string, Record<string, string>> }>('wallet.offer', { token: handOver })
  const { 'pre-authorized_code': preAuthorized = '' } = Object.values(offer.grants)[0] ?? {}
  const form = tokenForm(preAuthorized, code)
  const { accessToken } = await run<{ accessToken: string }>('wallet.token', { form })
  const { nonce } = await run<{ nonce: string }>('wallet.nonce')
  const jwt = await proofJwt(await holderKey(), { aud: 'https://badges.example/app', nonce, iat: clock.now / 1000 })
  const { notificationId } = await run<{ notificationId: string }>('wallet.credential', {
    accessToken,
    body: { credential_configuration_id: 'OpenBadge_ldp_vc', proofs: { jwt: [jwt] } },
  })
  expect(notificationId).not.toBe('')
  await run('wallet.notify', { accessToken, body: { notification_id: notificationId, event: 'credential_accepted' } })
  const { url: pageOfIt } = await run<{ url: string }>('wallet.createOwnOffer', { badgeId, viewer: { personId } })
  const ask = { token: new URL(pageOfIt).pathname.split('/').at(-1), body: {} }
  expect(await run('wallet.exchange', ask)).toHaveProperty('verifiablePresentationRequest')
  const { copies } = await run<{ copies: { id: string }[] }>('wallet.copies', { personId })
  expect(await run('wallet.endCopy', { personId, copyId: copies[0]?.id })).toHaveProperty('endedAt')
  const page = { personId, open: true, title: 'Kim', address: 'kim-lee', badgeIds: [badgeId] }
  expect(await run('portfolio.set', page)).toMatchObject({ url: 'https://badges.example/app/p/kim-lee' })
  await run('portfolio.get', { personId })
  expect(await run('portfolio.look', { address: 'kim-lee' })).toMatchObject({ badges: [{ badgeId }] })
  await run('portfolio.archive', { personId })
  await run('sharing.view', { badgeId, viewer: { personId } })

  const display = await run<{ display: { id: string }; url: string }>('displays.create', { title: 'Hall' })
  const screen = display.url.split('/').at(-1)
  expect(await run('displays.look', { token: screen })).toMatchObject({ state: 'open' })
  await run('displays.list')
  await run('displays.revoke', { displayId: display.display.id })
  expect(await run('displays.look', { token: screen })).toMatchObject({ state: 'gone' })

  for (const name of ['badges.get', 'badges.history', 'badges.jwt']) await run(name, { badgeId })
  await expect(run('badges.picture', { badgeId })).rejects.toMatchObject({ code: 'ERR_RECORD_NOT_FOUND' })
  await expect(run('badges.image', { badgeId })).rejects.toMatchObject({ code: 'ERR_RECORD_NOT_FOUND' })
  await run('badges.list', { email: 'kim@learner.example' })
  await run('badges.suspend', { badgeId })
  await run('badges.reinstate', { badgeId })
  const { badge: corrected } = await run<{ badge: { id: string } }>('badges.correctName', { badgeId, name: 'Kim Lee' })
  await run('badges.replace', { badgeId: corrected.id, draft: { achievement: draft.achievement } })
  const open = await issue('noa@learner.example')
  await run('badges.resend', { badgeId: open.id })
  await run('badges.createClaimLink', { badgeId: open.id })
  const other = await issue('lou@learner.example', { offer: false })
  await run('badges.offer', { badgeId: other.id })
  const declined = tokenIn(await mailTo('lou@learner.example'), 'claim')
  const { undoToken } = await run<{ undoToken: string }>('claims.decline', { token: declined })
  await run('claims.lookUndo', { token: undoToken })
  const { claimToken } = await run<{ claimToken: string }>('claims.undo', { token: undoToken })
  const again = await run<{ person: { id: string } }>('claims.claim', { token: claimToken })
  await run('claims.giveBack', { badgeId: other.id, personId: again.person.id })
  await run('badges.revoke', { badgeId: other.id, reason: 'Mistake' })
  await run('status.publish', { listId: badge.status.listId })

  const { batch } = await run<{ batch: { id: string } }>('batches.issue', {
    draft: { achievement: draft.achievement },
    rows: [{ email: 'a@learner.example' }, { email: 'nobody' }],
  })
  const { batch: started } = await run<{ batch: { id: string; stage: string } }>('batches.issue', {
    draft,
    rows: [{ email: 'lee@example.org' }],
    background: true,
  })
  expect(started.stage).toBe('queued')
  await run('batches.cancel', { batchId: started.id })
  const held = { draft, rows: [{ email: 'may@example.org' }], approval: true, releaseAt: '2027-06-30' }
  await run('batches.issue', { ...held, id: 'graduation' })
  await run('batches.issue', { ...held, id: 'other', rows: [{ email: 'jo@example.org' }] })
  await run('batches.schedule', { batchId: 'graduation', releaseAt: '2027-07-01' })
  await run('batches.reject', { batchId: 'other' })
  await run('batches.approve', { batchId: 'graduation' })
  await run('batches.refusals', { batchId: started.id })
  await run('batches.get', { batchId: batch.id })
  await run('batches.list', { limit: 1 })
  await run('batches.undo', { batchId: batch.id })

  await run('applications.setForm', {
    id: 'mentor',
    title: 'Mentor',
    schema: { type: 'object', properties: { essay: { type: 'string' } } },
    draft: { achievement: draft.achievement },
  })
  await run('applications.form', { formId: 'mentor' })
  await run('applications.forms')
  const apply = (email: string) =>
    run<{ application: { id: string }; token: string }>('applications.submit', {
      formId: 'mentor',
      email,
      name: 'Max',
      answers: { essay: 'I taught ten.' },
    })
  const application = await apply('max@learner.example')
  const applicationId = application.application.id
  await run('applications.ask', { applicationId, remark: 'Where?' })
  await run('applications.look', { token: application.token })
  await run('applications.answer', { token: application.token, remark: 'Here.' })
  await run('applications.get', { applicationId })
  await run('applications.list', { stage: 'submitted' })
  await run('applications.approve', { applicationId })
  await run('applications.history', { applicationId })
  const second = await apply('mia@learner.example')
  await run('applications.reject', { applicationId: second.application.id })

  await run('mail.messages')
  await run('mail.suppress', { email: 'x@learner.example' })
  await run('mail.release', { email: 'x@learner.example' })
  await run('mail.unsubscribe', { token: 'uns_unknown' })
  const report = { type: 'bounced', messageId: '<unknown@example.org>', severity: 'soft', at: '2026-01-01T00:00:00Z' }
  await run('mail.report', report)
  for (const wrong of [{ type: 'lost' }, { at: 'yesterday' }, { messageId: 7 }, { email: 'a@learner.example' }]) {
    expect(await codeOf(() => run('mail.report', { ...report, ...wrong }))).toBe('ERR_ARGUMENT_INVALID')
  }
  await expect(run('mail.lookUnsubscribe', { token: 'uns_unknown' })).rejects.toThrow()
  await expect(run('mail.retry', { messageId: 'unknown' })).rejects.toThrow()
  await expect(run('mail.dismiss', { messageId: 'unknown' })).rejects.toThrow()
  await run('webhooks.deliveries')
  await expect(run('webhooks.retry', { deliveryId: 'unknown' })).rejects.toThrow()
  await expect(run('webhooks.dismiss', { deliveryId: 'unknown' })).rejects.toThrow()
  await run('staff.operator')
  await run('staff.fromSession', { subject: 'o-1', name: 'Ola', grants: [{ role: 'viewer' }] })
  const grants = [{ role: 'awarder', issuerId: badge.issuerId }]
  const staff = await run<{ id: string }>('staff.add', { email: 'sam@acme.example', name: 'Sam', grants })
  const staffId = staff.id
  await run('staff.list')
  await run('staff.get', { staffId })
  await run('staff.sendLink', { email: 'sam@acme.example' })
  const staffLink = await run<{ token: string }>('staff.createSignInLink', { staffId })
  await run('staff.lookSignIn', { token: staffLink.token })
  const staffSession = await run<{ token: string }>('staff.signIn', { token: staffLink.token })
  await run('staff.session', { token: staffSession.token })
  await run('staff.endSession', { token: staffSession.token })
  await run('staff.setRoles', { staffId, grants: [{ role: 'viewer' }] })
  await run('staff.remove', { staffId })
  const made = await run<{ apiToken: { id: string }; token: string }>('staff.createToken', { name: 'LMS', grants })
  await run('staff.tokens')
  await run('staff.lookToken', { token: made.token })
  await run('staff.endToken', { tokenId: made.apiToken.id })
  await run('staff.changeSecret', { from: 'a'.repeat(43) })
  await run('mail.deliver')
  clock.pass(1000)
  await run('backlog')
  await run('tick')
  expect(await run('issuers.setBrand', { name: 'Acme Academy', colour: '#ffd500' })).toEqual({
    configured: false,
    name: 'Acme Academy',
    colour: '#ffd500',
  })
  await run('issuers.brand')
  await run('badges.figures')
  const cohort = await run<{ batch: { id: string } }>('batches.issue', {
    draft: { achievement: { ...draft.achievement, name: 'Again' } },
    rows: [{ email: 'again@learner.example' }],
  })
  await run('mail.deliver')
  expect(await run('batches.resend', { batchId: cohort.batch.id })).toEqual({ resent: 1 })
  const texts = { name: 'Pipe welder', description: 'Welds pipes.', criteria: 'Six seams.' }
  const saved = await run<{ id: string; version: number }>('library.save', {
    ...texts,
    look: { shape: 'circle', icon: 'star', colour: '#0b5351' },
  })
  const { id } = saved
  expect(saved).toMatchObject({ version: 1, retired: false, achievement: { name: texts.name } })
  const alignment = { targetName: 'Welding', targetUrl: 'https://skills.example/1' }
  expect(await run('library.setSkills', { id, skills: [alignment] })).toMatchObject({ version: 2 })
  expect(await run('library.get', { id, version: 1 })).toMatchObject({ version: 1 })
  await run('library.picture', { id })
  await run('library.mail', { id, name: 'Kim' })
  await run('library.duplicate', { id, name: 'Copy' })
  const toKim = { email: 'kim@learner.example' }
  expect(await run('badges.issue', { draft: {}, saved: { id }, recipient: toKim })).toMatchObject({
    achievementName: texts.name,
  })
  await run('library.retire', { id })
  await run('library.list', { retired: true })
  await run('library.history', { id })
  const items = [{ fullStatement: 'Welding', uri: 'https://skills.example/1' }]
  const skillFile = JSON.stringify({ CFDocument: { title: 'Skills' }, CFItems: items })
  const { id: frameworkId } = await run<{ id: string }>('library.addSkills', { file: skillFile })
  await run('library.frameworks')
  expect(await run('library.findSkills', { words: 'weld' })).toMatchObject({ skills: [{ targetName: 'Welding' }] })
  await run('library.removeSkills', { frameworkId })
  await run('mail.sendTest', { email: 'ola@acme.example' })
  const child = { email: 'robin@learner.example' }
  await run('guardians.name', { ...child, guardian: { email: 'parent@home.example', until: '2030-06-01' } })
  await run('guardians.get', child)
  await run('guardians.holding', { badgeIds: [badgeId, other.id] })
  const { token: guardianLink } = await run<{ token: string }>('guardians.createLink', child)
  await run('guardians.look', { token: guardianLink })
  const decision = { purpose: 'badges', given: true, textVersion: '1', text: 'Robin may have badges.' }
  await run('guardians.answer', { token: guardianLink, ...decision })
  await run('privacy.retain')
  await run('privacy.export', { personId })
  await run('privacy.eraseEmail', { email: 'a@learner.example' })
  await run('privacy.erase', { personId })

  const { verifiableCredential } = await run<{ verifiableCredential: object }>('credentials.issue', {
    credential: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: badge.issuerId,
      credentialSubject: { id: 'did:example:kim' },
    },
  })
  expect(await run('credentials.verify', { verifiableCredential })).toMatchObject({ verified: true })
  expect(await run('presentations.verify', { verifiablePresentation: {} })).toMatchObject({ verified: false })
  const credentialId = 'urn:uuid:7a3c9a39-4a9a-4c1e-9a3c-1d8f6b1c7e10'
  await run('credentials.issue', {
    credential: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: credentialId,
      type: ['VerifiableCredential'],
      issuer: badge.issuerId,
      credentialSubject: { id: 'did:example:kim' },
    },
    options: { store: true, statusPurpose: 'revocation' },
  })
  const credentialStatus = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
  await run('credentials.setStatus', { credentialId, credentialStatus, status: true })
  await run('credentials.get', { credentialId })
  await run('credentials.remove', { credentialId })
  const presentationId = 'urn:uuid:2f5b1a0e-6b0c-4f0e-9d0e-0a3b5c7d9e1f'
  await run('presentations.create', {
    presentation: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: presentationId,
      type: ['VerifiablePresentation'],
    },
    options: { store: true },
  })
  await run('presentations.get', { presentationId })
  await run('presentations.remove', { presentationId })

  const asked = await run<{ id: string }>('presenting.ask', { achievementIds: ['https://acme.example/a/1'] })
  expect(await run('presenting.look', { id: asked.id })).toMatchObject({ state: 'open' })

  // Deriving takes a key of another type: `test/http/vc-api.test.ts`.
  const elsewhere = [
    'claims.requestCode',
    'credentials.derive',
    'people.confirmRecovery',
    'people.fromSession',
    'people.recover',
  ]
  expect(
    catalogue
      .map(({ name }) => name)
      .filter((name) => !ran.has(name))
      .toSorted(),
  ).toEqual(elsewhere)
  expect([...silent].toSorted()).toEqual(Object.keys(unlogged).toSorted())
})
