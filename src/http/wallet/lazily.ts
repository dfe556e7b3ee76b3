import type { Visit } from '../site/visit.js'

type Run = (visit: Visit) => Promise<Response>

/** What answers wallets, and what answers people who hand a badge over: each is loaded when somebody does. */
export type IssuingAnswers = Readonly<
  Record<'offer' | 'exchange' | 'protocols' | 'request' | 'token' | 'nonce' | 'credential' | 'notification', Run>
>
export type HandOverAnswers = Readonly<Record<'begin' | 'end' | 'show' | 'state', Run>>

/** An answer of a module that is loaded with the first request for it. */
export const lazily =
  <Name extends string>(load: () => Promise<Readonly<Record<Name, Run>>>, name: Name): Run =>
  async (visit) =>
    (await load())[name](visit)
