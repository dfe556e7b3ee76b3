import { CLR, CREDENTIALS_V2, OPEN_BADGES } from '../internal/context-urls.js'
import { defined } from '../internal/defined.js'
import { asArray } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { freshUrn } from '../internal/uuid.js'
import type { ClrCredential, UnsignedCredential } from '../types/credential.js'
import type { ClrDraft } from '../types/draft.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { CreateOptions } from './create.js'
import { clrOptions } from './create-rules.js'
import type { Assembly } from './draft-assemble.js'
import { assembleOther } from './draft-assemble-other.js'
import { buildChecked, readOptions } from './draft-finish.js'
import { readDraft } from './draft-read.js'
import { subjectIdentity } from './recipient.js'

/** Published by 1EdTech for the class ClrCredential. */
const SCHEMA = 'https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json'

/**
 * Puts a learner's signed badges into one Comprehensive Learner Record (CLR 2.0, data model 2.0). Sign it with
 * `signCredential`; `verifyCredential` verifies the record and each credential in it. Badges that are JWTs go in as their
 * text, which the context of CLR provides for and the strict JSON Schema does not (`onWarning` reports it).
 *
 * The JSON-LD context of CLR is not bundled, because its licence does not allow that: the one who signs or verifies hands
 * over the official file in `contexts`, which must have the digest that `badgewright/contexts` names.
 *
 * Pure, like `createCredential`: with `now`, `id` and `salt` the result is always the same.
 *
 * @see https://www.imsglobal.org/spec/clr/v2p0/#clrcredential
 * @throws BadgeError `ERR_DRAFT_INVALID` with all `problems`, `ERR_ARGUMENT_INVALID` for a wrong option
 *
 * @example
 * import { createClr, generateKeyPair, issueBadge } from 'badgewright'
 *
 * const key = await generateKeyPair()
 * const badge = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { did: 'did:example:kim' },
 * }, key)
 * const record = createClr({
 *   issuer: { id: 'https://acme.example', name: 'Acme' },
 *   name: 'Transcript',
 *   recipient: { did: 'did:example:kim' },
 *   credential: badge,
 * })
 * console.log(record.type) // ['VerifiableCredential', 'ClrCredential']
 */
export function createClr(
  draft: ClrDraft,
  options: Omit<CreateOptions, 'resources'> = {},
): UnsignedCredential<ClrCredential> {
  const now = readOptions(options, clrOptions)
  const source = readDraft(draft, options.timeZone)
  return buildChecked(
    (assembly) => assembleClr(source, now, options, assembly),
    options,
  ) as unknown as UnsignedCredential<ClrCredential>
}

function assembleClr(
  source: JsonObject,
  now: string,
  options: Omit<CreateOptions, 'resources'>,
  assembly: Assembly,
): JsonObject {
  const { recipient, credential, achievement, association, ...members } = source
  const id = options.id ?? members.id ?? freshUrn()
  const identity = subjectIdentity(
    recipient,
    {},
    {
      ...assembly,
      privacy: options.recipientPrivacy ?? 'hashed',
      salt: options.salt,
      credentialId: id,
    },
  )
  const elsewhere = new Map([['/credentialSubject/verifiableCredential', '/credential']])
  for (const name of ['achievement', 'association']) elsewhere.set(`/credentialSubject/${name}`, `/${name}`)
  for (const [out, at] of elsewhere) assembly.places.moved(out, at)
  const credentials = asArray<JsonValue>(credential)
  if (!Array.isArray(credential)) {
    assembly.places.moved('/credentialSubject/verifiableCredential/0', '/credential')
  }
  reportRepeated(credentials, assembly)
  return assembleOther(
    { ...members, id, validFrom: members.validFrom ?? now },
    {
      name: 'ClrCredential',
      contexts: [CREDENTIALS_V2, CLR, OPEN_BADGES],
      schema: SCHEMA,
      known: ['recipient', 'credential', 'achievement', 'association'],
      subject: {
        ...identity,
        ...defined({ achievement }),
        ...(credentials.length === 0 ? {} : { verifiableCredential: [...credentials] }),
        ...defined({ association }),
      },
      elsewhere,
    },
    options,
    assembly,
  )
}

/** In RDF two nodes of one id are one, and so are two equal texts: the signature would say something else than the JSON. */
function reportRepeated(credentials: readonly JsonValue[], { report }: Assembly): void {
  const ids = credentials.map((credential) =>
    typeof credential === 'string' ? credential : (credential as JsonObject | null)?.id,
  )
  ids.forEach((id, i) => {
    if (id === undefined || ids.indexOf(id) === i) return
    report('draft.conflict', pointerJoin('/credential', i), 'The same credential is in the record already.')
  })
}
