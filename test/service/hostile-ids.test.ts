import { describe, expect, test } from 'vitest'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { draft, type TestService, testService } from './service.js'

const NUL = 'a\0b'

type Service = TestService['service']

/** What takes an id, a cursor or another text to look for, and what it says of one that no record has. */
const steps: Readonly<Record<string, readonly [ask: (service: Service) => Promise<unknown>, outcome: unknown]>> = {
  get: [(service) => service.get(NUL), null],
  history: [(service) => service.history(NUL), []],
  list: [(service) => service.list({ cursor: NUL }), 'ERR_ARGUMENT_INVALID'],
  'list of a batch': [(service) => service.list({ batchId: NUL }), { badges: [] }],
  'list of a person': [(service) => service.list({ personId: NUL }), { badges: [] }],
  'mail.messages': [(service) => service.mail.messages({ cursor: NUL }), 'ERR_ARGUMENT_INVALID'],
  'mail.retry': [(service) => service.mail.retry({ messageId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'mail.dismiss': [(service) => service.mail.dismiss({ messageId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'webhooks.deliveries': [(service) => service.webhooks.deliveries({ cursor: NUL }), 'ERR_ARGUMENT_INVALID'],
  'webhooks.retry': [(service) => service.webhooks.retry({ deliveryId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'webhooks.dismiss': [(service) => service.webhooks.dismiss({ deliveryId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'batches.get': [(service) => service.batches.get(NUL), null],
  'batches.list': [(service) => service.batches.list({ cursor: NUL }), 'ERR_ARGUMENT_INVALID'],
  'batches.refusals': [(service) => service.batches.refusals({ batchId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'batches.cancel': [(service) => service.batches.cancel({ batchId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'batches.undo': [(service) => service.batches.undo({ batchId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'applications.form': [(service) => service.applications.form(NUL), null],
  'applications.list': [(service) => service.applications.list({ cursor: NUL }), 'ERR_ARGUMENT_INVALID'],
  'displays.revoke': [(service) => service.displays.revoke({ displayId: NUL }), 'ERR_RECORD_NOT_FOUND'],
  'status.publish': [(service) => service.status.publish(NUL), null],
  'people.get': [(service) => service.people.get(NUL), null],
  'staff.get': [(service) => service.staff.get(NUL), null],
  'guardians.holding': [(service) => service.guardians.holding({ badgeIds: [NUL] }), []],
  'claims.look': [(service) => service.claims.look(NUL), { state: 'unknown' }],
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('a text that no record can have, on %s', (kind) => {
  test('is not found or refused by every step alike, and is no failure of the storage', async () => {
    const { open, remove } = await freshStorage(kind)
    const storage = await open()
    const { service } = await testService({ storage })
    for (const [name, [ask, outcome]] of Object.entries(steps)) {
      const answer = await ask(service).catch(({ code }: { code: string }) => code)
      expect({ name, answer }).toEqual({ name, answer: outcome })
    }
    await storage.close()
    await remove()
  })

  test('a cursor that was made up', async () => {
    const { open, remove } = await freshStorage(kind)
    const storage = await open()
    const { service } = await testService({ storage })
    const made = { cursor: 'made-up' }
    const asked = [
      () => service.list(made),
      () => service.mail.messages(made),
      () => service.webhooks.deliveries(made),
      () => service.batches.list(made),
      () => service.applications.list(made),
    ]
    const codes = await Promise.all(asked.map((ask) => ask().catch(({ code }: { code: string }) => code)))
    expect(codes).toEqual(asked.map(() => 'ERR_ARGUMENT_INVALID'))
    await storage.close()
    await remove()
  })

  test('its twin: a cursor that a page gave, and the id of a record', async () => {
    const { open, remove } = await freshStorage(kind)
    const storage = await open()
    const { service } = await testService({ storage })
    for (const email of ['a@example.org', 'b@example.org']) await service.issue({ draft, recipient: { email } })
    const { badges, cursor } = await service.list({ limit: 1 })
    const next = await service.list({ limit: 1, ...(cursor === undefined ? {} : { cursor }) })
    expect([...badges, ...next.badges]).toHaveLength(2)
    expect((await service.get(badges[0]?.id ?? ''))?.id).toBe(badges[0]?.id)
    await storage.close()
    await remove()
  })
})
