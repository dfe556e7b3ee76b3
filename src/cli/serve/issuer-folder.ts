import { join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { keyFiles } from './key-files.js'

/** Where the key and the token of an issuer beside that of the server are. */
export const issuerFolder = (data: string, name: string): string => join(data, 'issuers', name)
export const issuerUrl = (baseUrl: string, name: string): string => `${baseUrl}/issuers/${name}`

/**
 * An issuer that the database knows has signed: with a new key under its old name nothing of that would verify.
 *
 * @throws BadgeError `ERR_FILE_UNREADABLE`
 */
export async function assertIssuerKeys(folder: string, name: string): Promise<void> {
  if ((await keyFiles(folder)).length > 0) return
  throw new BadgeError(
    'ERR_FILE_UNREADABLE',
    `The database knows the issuer ${name}, and ${folder} has no key of it. Bring the folder back from a backup, or give a new issuer another name.`,
  )
}
