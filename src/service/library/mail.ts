import { defined } from '../../internal/defined.js'
import { base64Encode } from '../../internal/encoding.js'
import type { ServiceContext } from '../core/context.js'
import type { BadgeRecord, MessageRecord } from '../core/records/index.js'
import { fromLibrary } from '../core/saved-badge.js'
import { iso } from '../core/time.js'
import { composeMail } from '../outbox/compose.js'
import type { LibrarySteps } from './types.js'

/** Of nobody: what is made of it opens nothing. */
const NOBODY = 'learner@learner.example'

/** The mail of an offer as it would be written now. */
export async function previewMail(
  context: ServiceContext,
  { id, name, locale, issuer = context.brand?.name }: Parameters<LibrarySteps['mail']>[0],
): Promise<{ subject: string; text: string; html: string }> {
  const { draft, picture } = await fromLibrary(context, { id }, {})
  const recipient = { email: NOBODY, ...defined({ name }) }
  const { achievement } = draft as { achievement?: { name?: string } }
  const badge = {
    recipient,
    achievementName: String(achievement?.name ?? ''),
    ...defined({ picture, issuerName: issuer }),
  } as unknown as BadgeRecord
  const message = {
    schemaVersion: 1,
    id: 'preview',
    kind: 'offer',
    channel: 'mail',
    to: NOBODY,
    locale: locale ?? context.locale,
    nonce: 'preview',
    data: {},
    createdAt: iso(context.now()),
  } as unknown as MessageRecord
  const { subject, text = '', html = '', pictures = [] } = await composeMail(context, message, badge)
  const shown = pictures.reduce(
    (page, { cid, mediaType, bytes }) =>
      page.replaceAll(`cid:${cid}`, `data:${mediaType};base64,${base64Encode(bytes)}`),
    html,
  )
  return { subject, text, html: shown }
}
