import { needed, whole } from '../../internal/options.js'
import { type InputsOf, members, page, text } from '../core/inputs.js'
import type { MailSteps } from './types.js'

export const mailInputs = {
  deliver: [{ members: { n: whole(0), signal: 'signal' } }],
  report: [
    members({
      type: needed(['delivered', 'deferred', 'bounced', 'complained'] as const),
      messageId: text,
      severity: ['hard', 'soft'],
      at: 'instant',
    }),
  ],
  unsubscribe: [members({ token: text })],
  lookUnsubscribe: [text],
  suppress: [members({ email: text, scope: ['reminders', 'all'] })],
  release: [members({ email: text })],
  messages: [{ members: { badgeId: 'text', ...page } }],
  retry: [members({ messageId: text })],
  sendTest: [members({ email: text, locale: 'text' })],
  dismiss: [members({ messageId: text })],
} as const satisfies InputsOf<MailSteps>
