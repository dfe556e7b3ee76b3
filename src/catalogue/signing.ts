import { defined } from '../internal/defined.js'
import { later } from '../internal/later.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { found, type Operation, operation } from './operation.js'
import { flag, input, output, text } from './schema.js'
import { schemas } from './schemas.js'
import { deriveOptions, issueOptions, presentationOptions, SecuredCredential, Status } from './signing-options.js'
import { body, textOf } from './vc-api.js'

const { Credential } = schemas

/** Loaded when something is signed. */
const signing = /* @__PURE__ */ later(() => import('./signing-terms.js'))

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
    output: { ...SecuredCredential, description: 'The signed credential.' },
    errors: [...signingErrors, 'ERR_SIGN_ISSUER_MISMATCH', 'ERR_STAGE_INVALID'],
    async run(host, { credential, options = {} }: Given & { readonly credential: JsonObject }) {
      const { issuing, ofRequest } = await signing()
      const terms = issuing(host, options)
      return ofRequest('/credential', options, async () => {
        const { credential: signed } = await host.service.credentials.issue({
          credential,
          ...terms,
          ...defined({
            credentialId: textOf(options.credentialId),
            store: options.store as boolean | undefined,
          }),
        })
        return { verifiableCredential: await asSent(signed, terms.form) }
      })
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
    output: SecuredCredential,
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
    async run(host, given: { readonly verifiableCredential: JsonObject; readonly options: JsonObject }) {
      const { contexts, documents } = host.signing
      const { selectivePointers, proofId } = given.options
      const { ofRequest } = await signing()
      const { deriveCredential } = await import('../proof/index.js')
      return ofRequest('/verifiableCredential', given.options, () =>
        deriveCredential(given.verifiableCredential, {
          selectivePointers: selectivePointers as unknown as readonly string[],
          ...defined({ contexts, documents, proofId: textOf(proofId) }),
        }),
      )
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
    async run(host, { presentation, options = {} }: Given & { readonly presentation: JsonObject }) {
      const { presenting, ofRequest } = await signing()
      const terms = presenting(host, options)
      return ofRequest('/presentation', options, async () => {
        const { presentation: verifiablePresentation } = await host.service.presentations.create({
          presentation,
          ...terms,
          ...defined({ store: options.store as boolean | undefined }),
        })
        return { verifiablePresentation }
      })
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
