import { defined } from '../../internal/defined.js'
import type { WalletPasses } from '../../service/index.js'
import { importPeer } from '../peer.js'
import type { walletPasses } from './index.js'

type AppleAccount = NonNullable<Parameters<typeof walletPasses>[0]['apple']>

/** Makes passes of one account. What the library refuses, such as a certificate that has expired, it throws. */
export async function applePass(account: AppleAccount): Promise<NonNullable<WalletPasses['apple']>> {
  const { PKPass } = await importPeer('passkit-generator', () => import('passkit-generator'))
  const { passTypeIdentifier, teamIdentifier, organizationName, icon, certificate, key, wwdr, passphrase } = account
  const certificates = {
    wwdr,
    signerCert: certificate,
    signerKey: key,
    ...defined({ signerKeyPassphrase: passphrase }),
  }
  return async ({ id, name, issuer, recipient, issued, validUntil, expiresAt, url, picture, labels }) => {
    // It takes nothing else than the buffers of Node.
    const bytes = (file: Uint8Array): Buffer => Buffer.from(file)
    const files = {
      'icon.png': bytes(icon),
      'icon@2x.png': bytes(icon),
      ...(picture === undefined ? {} : { 'thumbnail.png': bytes(picture), 'thumbnail@2x.png': bytes(picture) }),
    }
    const pass = new PKPass(files, certificates, {
      formatVersion: 1,
      serialNumber: id,
      passTypeIdentifier,
      teamIdentifier,
      organizationName,
      description: name,
      ...defined({ expirationDate: expiresAt }),
    })
    pass.type = 'generic'
    const row = (at: string, label: string, value: string | undefined) =>
      value === undefined ? [] : [{ key: at, label, value }]
    pass.primaryFields.push({ key: 'name', label: issuer, value: name })
    pass.secondaryFields.push(...row('recipient', labels.recipient, recipient))
    pass.auxiliaryFields.push(...row('issued', labels.issued, issued), ...row('until', labels.validUntil, validUntil))
    pass.backFields.push(...row('note', name, labels.note), ...row('url', issuer, url))
    if (url !== undefined)
      pass.setBarcodes({ message: url, format: 'PKBarcodeFormatQR', messageEncoding: 'iso-8859-1' })
    return new Uint8Array(pass.getAsBuffer())
  }
}
