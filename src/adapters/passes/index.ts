/**
 * Passes for Apple Wallet (through `passkit-generator`) and Google Wallet, signed by accounts of your own there.
 *
 * @module badgewright/passes
 */

import { BadgeError } from '../../errors.js'
import { checkOptions, needed } from '../../internal/options.js'
import type { WalletPasses } from '../../service/index.js'
import type { Signer } from '../../types/keys.js'
import { applePass } from './apple.js'
import { googleLink } from './google.js'

/**
 * What `createHandler` takes as `passes`: learners then find "Add to Apple Wallet" and "Add to Google Wallet" on the pages of
 * their badges, for the accounts that are given here. A pass is a picture of a badge with a code that leads to its page; it is
 * no proof, and says so.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `passkit-generator` where there is an account of Apple;
 * `ERR_ARGUMENT_INVALID`
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { walletPasses } from 'badgewright/passes'
 *
 * const passes = await walletPasses({
 *   google: {
 *     issuerId: '3388000000000000000',
 *     clientEmail: 'badges@acme.iam.gserviceaccount.example',
 *     signer: await generateKeyPair({ type: 'RSA' }),
 *     classSuffix: 'badge',
 *     logo: 'https://acme.example/logo.png',
 *   },
 * })
 * console.log(Object.keys(passes)) // google
 */
export async function walletPasses(options: {
  /** An account of Apple's developer program with a Pass Type ID. */
  readonly apple?: {
    readonly passTypeIdentifier: string
    readonly teamIdentifier: string
    readonly organizationName: string
    /** PEM: the certificate of the Pass Type ID and its key, and Apple's intermediate certificate (WWDR). */
    readonly certificate: string
    readonly key: string
    readonly passphrase?: string
    readonly wwdr: string
    /** PNG, 87 pixels wide and high: the icon of your organisation. */
    readonly icon: Uint8Array
  }
  /** An issuer account of Google Wallet with a class for generic passes. */
  readonly google?: {
    readonly issuerId: string
    /** Of the service account. */
    readonly clientEmail: string
    /** The RSA key of the service account, or what signs in its place. */
    readonly signer: Signer
    /** Id of the class, after the dot. */
    readonly classSuffix: string
    /** An https URL of a picture of yours. */
    readonly logo: string
  }
}): Promise<WalletPasses> {
  checkOptions(options, rules)
  const { apple, google } = options
  if (google !== undefined && google.signer.type !== 'RSA') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'Google Wallet takes RS256: the signer must be of type RSA.')
  }
  const makeApple = apple === undefined ? undefined : await applePass(apple)
  return {
    ...(makeApple === undefined ? {} : { apple: makeApple }),
    ...(google === undefined ? {} : { google: (pass) => googleLink(google, pass) }),
  }
}

const text = needed('some text')
const rules = {
  apple: {
    members: {
      passTypeIdentifier: text,
      teamIdentifier: text,
      organizationName: text,
      certificate: text,
      key: text,
      passphrase: 'text',
      wwdr: text,
      icon: needed('bytes'),
    },
  },
  google: {
    members: {
      issuerId: text,
      clientEmail: text,
      signer: needed({ methods: ['sign'] }),
      classSuffix: text,
      logo: needed('http url'),
    },
  },
} as const
