import { suiteNames } from '../internal/suite-names.js'
import type { JsonObject } from '../types/json.js'
import { flag, input, listOf, oneOf, output, text, time } from './schema.js'

/** What callers of the VC-API may ask for when something is signed; what becomes of it is in `signing-terms.ts`. */

/** Suites that are called so: the proof of the other has a type of its own. */
const cryptosuites = suiteNames.filter((name) => name !== 'Ed25519Signature2020')
const purposes = ['revocation', 'suspension'] as const
const forms = ['vc', 'vc+jwt', 'vc-jwt'] as const

const proofOptions = {
  created: time('When the proof is made: RFC 3339, and not later than now.'),
  challenge: { ...text('Goes into the proof.', 500), minLength: 1 },
  domain: { ...text('Goes into the proof.', 500), minLength: 1 },
  cryptosuite: oneOf('The suite to sign with, if the key fits it.', cryptosuites),
}
const pointers = (description: string): JsonObject => listOf(text('JSON pointer.', 500), description, 1000)
const store = flag('Keeps it, to be read and removed by its id.', false)

/** Options that are honoured; any other is refused, since anyone who sends one counts on it. */
export const issueOptions = input(
  {},
  {
    ...proofOptions,
    mandatoryPointers: {
      ...pointers('For `ecdsa-sd-2023`: what a holder cannot leave out, beside what the issuer has set for all.'),
      minItems: 1,
    },
    credentialId: { ...text('What it is found by later, where the credential has no `id`.', 2000), minLength: 1 },
    form: oneOf('Embedded proof, or a JWT: by VC-JOSE-COSE, in an envelope, or by Open Badges 3.0, as text.', forms),
    statusPurpose: {
      description:
        'Gives it an entry in a status list that is published here, for this purpose or for both, beside what the issuer has set for all.',
      anyOf: [
        oneOf('One.', purposes),
        { type: 'array', items: oneOf('Each.', purposes), minItems: 1, maxItems: purposes.length },
      ],
    },
    store,
  },
)
export const presentationOptions = input(
  {},
  { ...proofOptions, form: oneOf('Embedded proof, or a JWT. Default: as the issuer signs.', ['vp', 'vp+jwt']), store },
)
export const deriveOptions = input(
  {
    selectivePointers: pointers(
      'What is shown, beside what the issuer made mandatory and what no holder can leave out: name, issuer, dates, status, schema, refresh service and terms of use, and of the subject its id, its type and name, description and criteria of the achievement.',
    ),
  },
  { proofId: text('`id` of the base proof, where there are several.', 2000) },
)
export const Status: JsonObject = {
  description: 'The entry, as the credential has it.',
  ...input(
    {
      type: oneOf('Its type.', ['BitstringStatusListEntry', 'BitstringStatusList']),
      statusPurpose: oneOf('What it is for.', purposes),
    },
    {
      id: text('Id of the entry.', 2000),
      statusListCredential: text('URL of its list.', 2000),
      statusListIndex: text('Index in the list, in decimal digits.', 20),
    },
  ),
}

/** A credential or presentation: JSON, an envelope around a JWT, or the JWT as text. */
const Secured: JsonObject = { type: ['object', 'string'] }
export const SecuredCredential = output({ verifiableCredential: Secured })
