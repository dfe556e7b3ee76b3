import { defined } from '../../internal/defined.js'
import type { ServiceContext } from './context.js'
import type { StorageChange } from './ports/index.js'
import type { DeliveryRecord, EventRecord, ServiceEventType } from './records/index.js'
import { find, findAll, put } from './store.js'
import { DAY, iso } from './time.js'

/** An event that is to be written. Its data holds no address, name or token. */
export interface NewEvent {
  readonly type: ServiceEventType
  readonly data?: EventRecord['data']
}

/** Who did something. */
export type Actor = EventRecord['by']

/** Entries of the log, from number `first` on, and the webhook deliveries that they owe. */
export function logEntries(
  context: ServiceContext,
  subject: string,
  first: number,
  by: Actor,
  events: readonly NewEvent[],
  /** The learner, where nobody is signed in. */
  learner?: string,
): { events: EventRecord[]; changes: StorageChange[] } {
  const at = iso(context.now())
  // A guardian has no account of their own: the log names the child.
  const actor =
    by === 'system' || by === 'guardian' ? undefined : (context.actors[by] ?? (by === 'learner' ? learner : undefined))
  const records = events.map(({ type, data = {} }, i): EventRecord => {
    const number = first + i
    return {
      schemaVersion: 1,
      id: eventId(subject, number),
      subject,
      number,
      type,
      at,
      by,
      ...defined({ actor }),
      data,
    }
  })
  const { eventDays } = context.options.retention ?? {}
  const due = eventDays === undefined ? undefined : context.now() + eventDays * DAY
  const changes = records.flatMap((record) => [
    put('events', record.id, undefined, record, due),
    ...deliveriesOf(context, record),
  ])
  return { events: records, changes }
}

/** The same for a subject whose record does not count its entries: they follow the last one there is. */
export async function nextEntries(
  context: ServiceContext,
  subject: string,
  by: Actor,
  event: NewEvent,
): Promise<ReturnType<typeof logEntries>> {
  return logEntries(context, subject, await nextNumber(context, subject), by, [event])
}

/** The number of the next entry, where no record says it. What is erased and comes back goes on in the same log. */
export async function nextNumber(context: ServiceContext, subject: string): Promise<number> {
  const by = { index: 'subject', value: subject }
  const [last] = (await find(context.storage, 'events', by, { limit: 1, descending: true })).records
  return last === undefined ? 0 : last.value.number + 1
}

/** What happened to a subject, in order. */
export const historyOf = async (context: ServiceContext, subject: string): Promise<EventRecord[]> =>
  (await findAll(context.storage, 'events', { index: 'subject', value: subject })).map(({ value }) => value)

const eventId = (subject: string, number: number): string => `${subject}.${String(number).padStart(7, '0')}`

function deliveriesOf(context: ServiceContext, event: EventRecord): StorageChange[] {
  return (context.options.webhooks?.endpoints ?? []).flatMap(({ url, events }, i) => {
    if (events !== undefined && !events.includes(event.type)) return []
    const delivery: DeliveryRecord = {
      schemaVersion: 1,
      // It is also the `webhook-id`, which is joined with others by full stops.
      id: `${event.id}.${i}`.replaceAll(/[:.]/g, '_'),
      endpoint: url,
      body: JSON.stringify({
        id: event.id,
        type: event.type,
        subject: event.subject,
        at: event.at,
        by: event.by,
        ...defined({ actor: event.actor }),
        data: event.data,
      }),
      state: 'queued',
      attempts: 0,
      createdAt: event.at,
    }
    return [put('deliveries', delivery.id, undefined, delivery, context.now())]
  })
}
