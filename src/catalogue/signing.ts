import { defined } from '../internal/defined.js'
import { suiteNames } from '../internal/suite-names.js'
import type { BadgeService } from '../service/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { SuiteName } from '../types/proof.js'
import { found, type Host, type Operation, operation } from './operation.js'
import { flag, input, listOf, oneOf, output, text, time } from './schema.js'
import { schemas } from './schemas.js'
import { body, textOf } from './vc-api.js'

const { Credential } = schemas
/** Suites that are called so: the proof of the other has a type of its own. */
const cryptosuites = suiteNames.filter((name) => name !== 'Ed25519Signature2020')
const purposes = ['revocation', 'suspension'] as const
const forms = ['vc', 'vc+jwt', 'vc-jwt'] as const

const proofOptions = {
  created: time('When the proof is made.'),
  challenge: text('Goes into the proof.', 500),
  domain: text('Goes into the proof.', 500),
  cryptosuite: oneOf('The suite to sign with, if the key fits it.', cryptosuites),
}
const pointers = (description: string): JsonObject => listOf(text('JSON pointer.', 500), description, 1000)

/** Options that are honoured; any other is refused, since anyone who sends one counts on it. */
const issueOptions = input(
  {},
  {
    ...proofOptions,
    mandatoryPointers: pointers('For `ecdsa-sd-2023`: what a holder cannot leave out.'),
    credentialId: { ...text('What it is found by later, where the credential has no `id`.', 2000), minLength: 1 },
    form: oneOf('Embedded proof, or a JWT: by VC-JOSE-COSE, in an envelope, or by Open Badges 3.0, as text.', forms),
    statusPurpose: {
      description: 'Gives it an entry in a status list that is published here, for this purpose or for both.',
      anyOf: [oneOf('One.', purposes), { type: 'array', items: oneOf('Each.', purposes), maxItems: purposes.length }],
    },
    store: flag('Keeps it, to be read and removed by its id.', false),
  },
)
const presentationOptions = input(
  {},
  {
    ...proofOptions,
    form: oneOf('Embedded proof, or a JWT.', ['vp', 'vp+jwt']),
    store: flag('Keeps it, to be read and removed by its id.', false),
  },
)
const deriveOptions = input(
  { selectivePointers: pointers('What is shown, beside what the issuer made mandatory.') },
  { proofId: text('`id` of the base proof, where there are several.', 2000) },
)
const Status: JsonObject = {
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

/** What signing as the VC-API does can end with. */
const signingErrors = [
  'ERR_CONTEXT_INVALID',
  'ERR_CONTEXT_UNAVAILABLE',
  'ERR_MODEL_INVALID',
  'ERR_RDF_INVALID',
  'ERR_RDF_LIMIT',
  'ERR_SIGN_ALREADY_SIGNED',
  'ERR_SIGN_FAILED',
  'ERR_SUITE_UNSUPPORTED',
  'ERR_TERM_UNDEFINED',
] as const

/** The members of the options that are about an embedded proof, as signing takes them. */
const proofTerms = (options: JsonObject) =>
  defined({
    suite: options.cryptosuite as SuiteName | undefined,
    created: textOf(options.created),
    challenge: textOf(options.challenge),
    domain: textOf(options.domain),
  })

type IssueInput = Parameters<BadgeService['credentials']['issue']>[0]
type PresentationInput = Parameters<BadgeService['presentations']['create']>[0]

/** What the host sets for all its credentials; a JWT has no use for a suite. */
function signOf({ signing }: Host, options: JsonObject, form: string): IssueInput['sign'] {
  const { contexts, documents, suite, mandatoryPointers } = signing
  const isEmbedded = form === 'vc'
  // Pointers of the issuer are for its own suite, and not for another that the caller has chosen.
  const isOwnSuite = options.cryptosuite === undefined || options.cryptosuite === 'ecdsa-sd-2023'
  const pointers = (options.mandatoryPointers ?? (isOwnSuite && isEmbedded ? mandatoryPointers : undefined)) as
    | readonly string[]
    | undefined
  return {
    ...defined({ contexts, documents, mandatoryPointers: pointers, suite: isEmbedded ? suite : undefined }),
    ...proofTerms(options),
  }
}

/** VCALM: an object. A JWT by VC-JOSE-COSE has an envelope; one by Open Badges 3.0 has none, and is text. */
async function asSent(signed: JsonObject | string, form: string | undefined): Promise<JsonValue> {
  if (typeof signed !== 'string' || form !== 'vc+jwt') return signed
  const { envelopCredential } = await import('../proof/index.js')
  return { ...envelopCredential(signed) }
}

interface Given {
  readonly options?: JsonObject
}

/** The VC-API (VCALM) where something is signed, kept or derived. */
export const signingOperations: readonly Operation[] = [
  operation({
    name: 'credentials.issue',
    summary: 'VC-API: signs a credential as it is.',
    access: 'issuer',
    actions: ['award'],
    input: body(['credential'], Credential, issueOptions),
    output: output({ verifiableCredential: Secured }, {}, 'The signed credential.'),
    errors: [...signingErrors, 'ERR_SIGN_ISSUER_MISMATCH', 'ERR_STAGE_INVALID'],
    async run(host, { credential, options = {} }: Given & { readonly credential: JsonObject }) {
      const form = (options.form ?? host.signing.form ?? 'vc') as NonNullable<IssueInput['form']>
      const { credential: signed } = await host.service.credentials.issue({
        credential,
        form,
        ...defined({
          sign: signOf(host, options, form),
          statusPurpose: (options.statusPurpose as IssueInput['statusPurpose']) ?? host.signing.statusPurpose,
          credentialId: textOf(options.credentialId),
          store: options.store as boolean | undefined,
        }),
      })
      return { verifiableCredential: await asSent(signed, form) }
    },
  }),
  operation({
    name: 'credentials.setStatus',
    summary: 'VC-API: revokes a credential, or suspends it and ends that.',
    access: 'issuer',
    actions: ['revoke'],
    input: input(
      { credentialStatus: Status, status: flag('Whether it is set.') },
      { credentialId: text('Its id. Without it, the entry must name list and index.', 2000) },
    ),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STATUS_PURPOSE'],
    async run(
      { service },
      {
        credentialId,
        credentialStatus: { statusPurpose, statusListCredential, statusListIndex },
        status,
      }: {
        readonly credentialId?: string
        readonly credentialStatus: {
          readonly statusPurpose: 'revocation' | 'suspension'
          readonly statusListCredential?: string
          readonly statusListIndex?: string
        }
        readonly status: boolean
      },
    ) {
      await service.credentials.setStatus({
        statusPurpose,
        status,
        ...defined({ credentialId, statusListCredential, statusListIndex }),
      })
    },
  }),
  operation({
    name: 'credentials.get',
    summary: 'VC-API: a credential that was stored when it was issued.',
    access: 'issuer',
    actions: ['read'],
    input: input({ credentialId: text('Its id.', 2000) }),
    output: output({ verifiableCredential: Secured }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    async run({ service }, { credentialId }: { readonly credentialId: string }) {
      const { credential, form } = found(await service.credentials.get(credentialId), 'credential')
      return { verifiableCredential: await asSent(credential, form) }
    },
  }),
  operation({
    name: 'credentials.remove',
    summary: 'VC-API: removes a stored credential. It can still be revoked.',
    access: 'issuer',
    actions: ['erase'],
    input: input({ credentialId: text('Its id.', 2000) }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { readonly credentialId: string }) => service.credentials.remove(given),
  }),
  operation({
    name: 'credentials.derive',
    summary: 'VC-API: makes, of a credential with a base proof (`ecdsa-sd-2023`), one that shows only chosen parts.',
    access: 'anyone',
    input: body(['verifiableCredential'], Credential, deriveOptions, ['options']),
    output: {
      ...Credential,
      description: 'The credential with a derived proof, as VCALM 1.0 has it: nothing is around it.',
    },
    errors: [
      'ERR_CONTEXT_INVALID',
      'ERR_CONTEXT_UNAVAILABLE',
      'ERR_MODEL_INVALID',
      'ERR_PROOF_INVALID',
      'ERR_PROOF_MALFORMED',
      'ERR_PROOF_MISSING',
      'ERR_RDF_INVALID',
      'ERR_RDF_LIMIT',
      'ERR_TERM_UNDEFINED',
    ],
    async run({ signing }, given: { readonly verifiableCredential: JsonObject; readonly options: JsonObject }) {
      const { contexts, documents } = signing
      const { selectivePointers, proofId } = given.options
      const { deriveCredential } = await import('../proof/index.js')
      return deriveCredential(given.verifiableCredential, {
        selectivePointers: selectivePointers as unknown as readonly string[],
        ...defined({ contexts, documents, proofId: textOf(proofId) }),
      })
    },
  }),
  operation({
    name: 'presentations.create',
    summary: 'VC-API: signs a presentation, with the issuer as its holder.',
    access: 'issuer',
    actions: ['award'],
    input: body(['presentation'], Credential, presentationOptions),
    output: output({ verifiablePresentation: Credential }, {}, 'The signed presentation.'),
    errors: [...signingErrors, 'ERR_HOLDER_MISMATCH', 'ERR_PROOF_IS_BASE', 'ERR_PROOF_MISSING', 'ERR_STAGE_INVALID'],
    async run({ service, signing }, given: Given & { readonly presentation: JsonObject }) {
      const { presentation, options = {} } = given
      const { contexts, documents } = signing
      const { presentation: verifiablePresentation } = await service.presentations.create({
        presentation,
        sign: { ...defined({ contexts, documents }), ...proofTerms(options) },
        ...defined({
          form: options.form as PresentationInput['form'],
          store: options.store as boolean | undefined,
        }),
      })
      return { verifiablePresentation }
    },
  }),
  operation({
    name: 'presentations.get',
    summary: 'VC-API: a presentation that was stored when it was made.',
    access: 'issuer',
    actions: ['read'],
    input: input({ presentationId: text('Its id.', 2000) }),
    output: { ...Credential, description: 'The presentation, as VCALM 1.0 has it: nothing is around it.' },
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, { presentationId }: { readonly presentationId: string }) =>
      found(await service.presentations.get(presentationId), 'presentation'),
  }),
  operation({
    name: 'presentations.remove',
    summary: 'VC-API: removes a stored presentation.',
    access: 'issuer',
    actions: ['erase'],
    input: input({ presentationId: text('Its id.', 2000) }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { readonly presentationId: string }) => service.presentations.remove(given),
  }),
]
