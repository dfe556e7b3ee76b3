import { credentialKinds } from '../badge/kinds/index.js'
import { flag, input, listOf, oneOf, text } from './schema.js'

/** What callers of the VC-API may ask for when something is verified. */

/** What may be asked for by name. */
const checkNames = ['proof', 'credentialStatus', 'credentialSchema'] as const
const expectedOptions = {
  challenge: { ...text('What the proof must carry.', 500), minLength: 1 },
  domain: { ...text('What the proof must carry.', 500), minLength: 1 },
  checks: listOf(
    oneOf('A check.', checkNames),
    'Without `credentialStatus` in it, no status is looked up, and the answer says so in `notChecked`. The rest is checked in any case.',
    20,
  ),
  returnProblemDetails: flag('The answer lists what is wrong.', true),
}
/** Of the library's own: what a verifier asks beyond the VC-API. */
export const libraryOptions = {
  accept: listOf(oneOf('A kind of document.', credentialKinds), 'What may pass. Default: every kind.', 10),
  profile: oneOf('The data model to hold it against. Default: `vcdm`.', ['vcdm', 'vcdm2', 'ob3']),
  statusIssuers: listOf(text('Id of an issuer.', 2000), 'Whose status lists count for others too.', 100),
  strictStatusList: flag('A list of fewer than 131,072 entries decides nothing.', false),
  recipient: text('Whom the credential must have been issued to.', 500),
  recipientMatch: oneOf('How an address is compared.', ['folded', 'exact']),
  strictJwt: flag('Holds JWTs against every rule of Open Badges 3.0.', false),
}
const returnResults = flag(
  'The answer has what each proof, status, schema and date was found to be, and every check.',
  false,
)
export const verifyOptions = input(
  {},
  {
    ...expectedOptions,
    ...libraryOptions,
    returnCredential: flag('The answer has the credential too.', false),
    returnResults,
  },
)
export const presentationOptions = input(
  {},
  {
    ...expectedOptions,
    ...libraryOptions,
    returnPresentation: flag('The answer has the presentation too.', false),
    returnResults,
  },
)
