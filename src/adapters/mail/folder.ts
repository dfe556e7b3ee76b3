/**
 * Mail as `.eml` files in a folder: the embedded default, for trials and for hosts that send the files themselves. Any
 * mail program opens them. For Node.
 *
 * @module badgewright/mail/folder
 */

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { dkimRules } from '../../internal/option-tables.js'
import { checkOptions, needed } from '../../internal/options.js'
import { systemReason } from '../../internal/system-reason.js'
import type { MailAdapter } from '../../service/index.js'
import { type DkimKey, dkimOptions, openTransport, toNodemailer } from './nodemailer.js'

/**
 * An adapter that writes each message as a file named after its idempotency key. A message that is sent again after a
 * crash is the same file.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `nodemailer`, `ERR_FILE_UNWRITABLE`
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { folderMail } from 'badgewright/mail/folder'
 * import { createBadgeService } from 'badgewright/service'
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const service = createBadgeService({
 *   signer: await generateKeyPair(),
 *   storage: memoryStorage(),
 *   baseUrl: 'https://badges.example',
 *   mail: await folderMail({ folder: 'outbox' }),
 *   mailSettings: { from: { address: 'badges@acme.example', name: 'Acme' } },
 * })
 * const achievement = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }
 * await service.issue({ draft: { issuer: { name: 'Acme' }, achievement }, recipient: { email: 'kim@example.org' } })
 * console.log((await service.tick()).mail.sent) // 1
 */
export async function folderMail(options: {
  /** The folder; it is made where it is missing. */
  readonly folder: string
  /** Signs the files. */
  readonly dkim?: DkimKey
}): Promise<MailAdapter> {
  checkOptions(options, { folder: needed('some text'), dkim: { members: dkimRules } })
  const { folder, dkim } = options
  const transport = await openTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...defined({ dkim: dkim && dkimOptions(dkim) }),
  })
  const unwritable = (cause: unknown): BadgeError =>
    new BadgeError('ERR_FILE_UNWRITABLE', `${folder} cannot be written to: ${systemReason(cause)}.`, { cause })
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw unwritable(cause)
  }
  const nameOf = (idempotencyKey: string): string => `${idempotencyKey.replaceAll(/[^\w-]/g, '_')}.eml`
  return {
    async send(message) {
      const { message: bytes } = await transport.sendMail(toNodemailer(message))
      const name = nameOf(message.idempotencyKey)
      try {
        // Whole or not there, also when the process is killed in between.
        writeFileSync(join(folder, `.${name}.part`), bytes as Uint8Array)
        renameSync(join(folder, `.${name}.part`), join(folder, name))
      } catch (cause) {
        throw unwritable(cause)
      }
      return { outcome: 'sent' }
    },
    async forget(idempotencyKey) {
      try {
        rmSync(join(folder, nameOf(idempotencyKey)), { force: true })
      } catch (cause) {
        throw unwritable(cause)
      }
    },
    async close() {
      transport.close()
    },
  }
}
