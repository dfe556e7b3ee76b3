import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { signJws } from '../../proof/index.js'
import type { WalletPass } from '../../service/index.js'
import type { walletPasses } from './index.js'

type GoogleAccount = NonNullable<Parameters<typeof walletPasses>[0]['google']>

const SAVE = 'https://pay.google.com/gp/v/save/'

/**
 * The link that saves a pass: a JWT with the whole of it, signed by the service account.
 *
 * @throws BadgeError `ERR_LIMIT_EXCEEDED` for a badge whose words make it longer than Google takes
 */
export async function googleLink(account: GoogleAccount, pass: WalletPass): Promise<string> {
  const { issuerId, clientEmail, signer, classSuffix, logo } = account
  const { id, at: madeAt, name, issuer, recipient, issued, validUntil, expiresAt, url, locale, labels } = pass
  const words = (value: string) => ({ defaultValue: { language: locale, value } })
  const row = (at: string, header: string, body: string | undefined) =>
    body === undefined ? [] : [{ id: at, header, body }]
  const object = {
    id: `${issuerId}.${id}`,
    classId: `${issuerId}.${classSuffix}`,
    state: 'ACTIVE',
    cardTitle: words(issuer),
    header: words(name),
    logo: { sourceUri: { uri: logo } },
    textModulesData: [
      ...row('recipient', labels.recipient, recipient),
      ...row('issued', labels.issued, issued),
      ...row('until', labels.validUntil, validUntil),
      ...row('note', '', labels.note),
    ],
    ...defined({
      barcode: url === undefined ? undefined : { type: 'QR_CODE', value: url },
      validTimeInterval: expiresAt === undefined ? undefined : { end: { date: expiresAt } },
    }),
  }
  const payload = {
    iss: clientEmail,
    aud: 'google',
    typ: 'savetowallet',
    iat: Math.floor(Date.parse(madeAt) / 1000),
    payload: { genericObjects: [object] },
  }
  const link = SAVE + (await signJws(signer, { typ: 'JWT' }, payload))
  if (link.length <= limits.googlePassLink) return link
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `A link to Google Wallet has at most ${limits.googlePassLink} characters.`)
}
