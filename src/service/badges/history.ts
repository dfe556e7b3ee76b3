import type { ServiceContext } from '../core/context.js'
import type { EventRecord } from '../core/records/index.js'
import { findAll } from '../core/store.js'

/** What happened to a subject (`badge:…`, `person:…`, `application:…`), in order. */
export const historyOf = async (context: ServiceContext, subject: string): Promise<EventRecord[]> =>
  (await findAll(context.storage, 'events', { index: 'subject', value: subject })).map(({ value }) => value)
