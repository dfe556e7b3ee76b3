import { base64Encode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import { readInstant } from '../internal/time.js'
import type { MailEvent } from '../service/index.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { id, input, integer, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { deliveryJson, messageJson } from './to-json.js'

const { badgeId, cursor, email, limit, personId, token } = members
const { Credential, Delivery, Message } = schemas
const report = output({
  sent: integer('Sent.'),
  later: integer('To be tried again.'),
  ended: integer('Given up, refused, or no longer wanted.'),
})
const waiting = output({
  due: integer('Due, and not taken up.'),
  oldestSeconds: { type: 'number', description: 'For how long the first has been due.' },
  givenUp: integer('Given up.'),
})
const removed = output({ badges: integer('Badges that were erased.') })

/** Status lists, the outbox, personal data, and what is due. */
export const upkeepOperations: readonly Operation[] = [
  operation({
    name: 'status.publish',
    summary: 'A status list, signed; a change is in it within seconds.',
    access: 'anyone',
    input: input({ listId: text('Id of the list.', limits.tokenText) }),
    output: output({ credential: Credential, revision: integer('Goes up with every change.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { listId: string }) => found(await service.status.publish(given.listId), 'list'),
  }),
  operation({
    name: 'mail.deliver',
    summary: 'Sends the mail that is due.',
    access: 'host',
    input: input({}, { n: integer('At most so many messages.', 1, limits.delivered) }),
    output: report,
    errors: [],
    run: ({ service }, given: { n?: number }) => service.mail.deliver(given),
  }),
  operation({
    name: 'mail.report',
    summary: 'Records what a mail provider reports of a message.',
    access: 'host',
    input: input(
      {
        type: oneOf('What happened.', ['delivered', 'deferred', 'bounced', 'complained']),
        messageId: text('The Message-ID, with or without angle brackets.', limits.tokenText),
      },
      { severity: oneOf('Of a bounce: `hard` is for good.', ['hard', 'soft']), at: time('Default: now.') },
    ),
    errors: [],
    run: ({ service }, { at, ...event }: Omit<MailEvent, 'at'> & { at?: string }) =>
      service.mail.report({ ...event, ...(at === undefined ? {} : { at: readInstant('at', at) }) }),
  }),
  operation({
    name: 'mail.unsubscribe',
    summary: 'Ends reminders, by the link of a mail (RFC 8058). The answer is the same for every token.',
    access: 'link',
    input: input({ token }),
    errors: [],
    run: ({ service }, given: { token: string }) => service.mail.unsubscribe(given),
  }),
  operation({
    name: 'mail.lookUnsubscribe',
    summary: 'Whose reminders a link would end. Only reads.',
    access: 'link',
    input: input({ token }),
    output: output({ maskedEmail: text('`a•••@ex•••`.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) =>
      found(await service.mail.lookUnsubscribe(given.token), 'link'),
  }),
  operation({
    name: 'mail.suppress',
    summary: 'Sends an address no more mail, or no more reminders.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ email }, { scope: oneOf('What is not sent.', ['reminders', 'all']) }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'mail', 'suppress'>) => service.mail.suppress(given),
  }),
  operation({
    name: 'mail.release',
    summary: 'Lets mail go to an address again.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ email }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: { email: string }) => service.mail.release(given),
  }),
  operation({
    name: 'mail.messages',
    summary: 'Messages about a badge, or (without one) those that were given up.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { badgeId, cursor, limit }),
    output: output({ messages: listOf(Message) }, { cursor }),
    errors: [],
    run: async ({ service }, query: InputOf<'mail', 'messages'>) => {
      const page = await service.mail.messages({ limit: 50, ...query })
      return { messages: page.messages.map(messageJson), cursor: page.cursor }
    },
  }),
  operation({
    name: 'mail.retry',
    summary: 'Sends a message that was given up once more.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ messageId: id('Id of the message.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { messageId: string }) => service.mail.retry(given),
  }),
  operation({
    name: 'mail.dismiss',
    summary: 'Takes a message that was given up off the list; its address is removed.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ messageId: id('Id of the message.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { messageId: string }) => service.mail.dismiss(given),
  }),
  operation({
    name: 'webhooks.deliveries',
    summary: 'Events that did not reach their webhook: given up, or waiting for the next try.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { state: oneOf('Which.', ['failed', 'queued'], 'failed'), cursor, limit }),
    output: output({ deliveries: listOf(Delivery) }, { cursor }),
    errors: [],
    run: async ({ service }, query: InputOf<'webhooks', 'deliveries'>) => {
      const page = await service.webhooks.deliveries({ limit: 50, ...query })
      return { deliveries: page.deliveries.map(deliveryJson), cursor: page.cursor }
    },
  }),
  operation({
    name: 'webhooks.retry',
    summary: 'Posts an event that was given up once more.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ deliveryId: id('Id of the delivery.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { deliveryId: string }) => service.webhooks.retry(given),
  }),
  operation({
    name: 'webhooks.dismiss',
    summary: 'Forgets an event that was given up; it stays in the log.',
    access: 'issuer',
    actions: ['delivery'],
    input: input({ deliveryId: id('Id of the delivery.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { deliveryId: string }) => service.webhooks.dismiss(given),
  }),
  operation({
    name: 'privacy.export',
    summary: 'Everything about one person, as data and files (GDPR, articles 15 and 20).',
    access: 'learner',
    input: input({ personId }),
    output: output({
      person: { type: 'object' },
      badges: listOf({ type: 'object' }),
      files: listOf(output({ name: text('Name.'), mediaType: text('Media type.'), bytes: text('Base64.') })),
    }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => {
      const { files, ...data } = await service.privacy.export(given.personId)
      return { ...data, files: files.map((file) => ({ ...file, bytes: base64Encode(file.bytes) })) }
    },
  }),
  operation({
    name: 'privacy.erase',
    summary: 'Erases a person: badges, links, messages, applications and the account (GDPR, article 17).',
    access: 'learner',
    input: input({ personId }),
    output: removed,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { personId: string }) => service.privacy.erase(given),
  }),
  operation({
    name: 'privacy.eraseEmail',
    summary: 'The same for an address with which nobody has claimed anything.',
    access: 'issuer',
    actions: ['erase'],
    input: input({ email }),
    output: removed,
    errors: ['ERR_ADDRESS_INVALID', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { email: string }) => service.privacy.eraseEmail(given),
  }),
  operation({
    name: 'privacy.retain',
    summary: 'Removes what the retention settings say is old.',
    access: 'host',
    input: input(),
    output: output({ removed: integer('Records that were removed.') }),
    errors: [],
    run: ({ service }) => service.privacy.retain(),
  }),
  operation({
    name: 'tick',
    summary: 'Does what is due: mail, webhooks, badges that expire, reminders, retention.',
    access: 'host',
    input: input({}, { job: text('A job that a relay heard of: it alone is done.', limits.tokenText) }),
    output: output({
      mail: report,
      webhooks: report,
      expired: integer('Badges that expired.'),
      reminders: integer('Reminders.'),
      removed: integer('Records that were removed.'),
    }),
    errors: [],
    run: ({ service }, given: { job?: string }) => service.tick(given),
  }),
  operation({
    name: 'backlog',
    summary: 'How much waits, counted to 10,000 each.',
    access: 'host',
    input: input(),
    output: output(
      { batches: output({ open: integer('Batches in the background.'), rows: integer('Rows that wait.') }) },
      {
        messages: waiting,
        webhooks: waiting,
        statusChanges: integer('Changes that are in no published status list yet.'),
      },
    ),
    errors: [],
    run: ({ service }) => service.backlog(),
  }),
]
