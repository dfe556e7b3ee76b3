import type { BadgeErrorCode } from '../errors.js'
import { documentLimits } from '../internal/document-limits.js'
import { faultOfForm, problem } from '../internal/problems.js'
import type { ModelFinding, ModelReport } from '../types/model.js'
import { isPlaceOfForm, type ModelPlace } from './model-places.js'

const OB = 'https://www.imsglobal.org/spec/ob/v3p0/#'
const VCDM = 'https://www.w3.org/TR/vc-data-model-2.0/#'
const VCDM_1 = 'https://www.w3.org/TR/vc-data-model/#'
const JSON_LD = 'https://www.w3.org/TR/json-ld11/#'

interface Rule {
  readonly check: ModelFinding['check']
  readonly spec: string
  readonly fix: string
  /**
   * What a fault against the rule puts in doubt. `meaning` (also of a row that says nothing): who issued what to whom,
   * when, and for how long, so that the badge is not authentic. `form`: no more than its form. `place`: whichever the
   * row of the model says that the fault is at.
   */
  readonly guards?: 'meaning' | 'form' | 'place'
}

/**
 * Every rule of the data model beside the draft's own: the check it belongs to, its clause, and what the issuer does.
 * `schema.*` are the rules of 1EdTech's JSON Schemas, tolerant family; `strict.*` those that only the strict family
 * has. All others are sentences of the specifications that no JSON Schema expresses.
 */
export const rules = {
  'schema.object': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}data-models`,
    fix: 'Write a JSON object here.',
  },
  'schema.required': { check: 'model.schema', guards: 'place', spec: `${OB}data-models`, fix: 'Add the property.' },
  'schema.value': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}data-models`,
    fix: 'Write a value of the kind named.',
  },
  'schema.enumeration': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}extending-vocabularies`,
    fix: 'Use a term of the enumeration, or, where it may be extended, one that starts with "ext:".',
  },
  'schema.types': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}data-models`,
    fix: 'Add the type to the "type" array.',
  },
  'schema.format': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}data-models`,
    fix: 'Write the value in the form named.',
  },
  'schema.closed': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}extending-vocabularies`,
    fix: 'Remove the property; this class cannot be extended.',
  },
  'schema.context': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${OB}achievementcredential`,
    fix: 'List the credentials context first and an Open Badges context second.',
  },
  'strict.array': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}serialization`,
    fix: 'Write an array, even for one value.',
  },
  'strict.value': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}serialization`,
    fix: 'Write the value as the formal JSON Schema has it.',
  },
  'strict.version': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}achievementcredentialv1p1`,
    fix: 'Issue new badges with data model 2.0.',
  },

  'json.value': { check: 'model.schema', guards: 'meaning', spec: `${OB}serialization`, fix: 'Hand over plain JSON.' },
  'json.empty-array': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}serialization`,
    fix: 'Leave the property out.',
  },
  'context.order': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${OB}achievementcredential`,
    fix: 'Make "@context" an array: the credentials context first, an Open Badges context second.',
  },
  'context.local': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${OB}extending-vocabularies`,
    fix: 'Move the terms to a context in "@context" of the credential.',
  },
  'context.url': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${VCDM}contexts`,
    fix: 'Write a URL or an inline context.',
  },
  'context.protected': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${VCDM}json-ld`,
    fix: 'Choose another name for the term; protected terms cannot be defined again.',
  },
  'type.required': {
    check: 'model.schema',
    guards: 'place',
    spec: `${OB}data-models`,
    fix: 'Add the type to the "type" array.',
  },
  'id.uri': {
    check: 'model.schema',
    guards: 'place',
    spec: `${VCDM}identifiers`,
    fix: 'Write one absolute URL, such as an https URL, a DID or urn:uuid:….',
  },
  'url.form': { check: 'model.schema', guards: 'form', spec: `${OB}data-models`, fix: 'Write an absolute URL.' },
  'subject.identified': {
    check: 'model.subject',
    guards: 'form',
    spec: `${OB}achievementsubject`,
    fix: 'Give the subject an "id" or at least one "identifier".',
  },
  'subject.identity-hash': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}identityhash`,
    fix: 'Write "sha256$" and the hash in hexadecimal, or set "hashed" to false.',
  },
  'subject.identity-plain': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}identityhash`,
    fix: 'Set "hashed" to true, or write the identifier itself.',
  },
  'email.form': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}data-models`,
    fix: 'Write the plain address, such as name@example.org, without "mailto:".',
  },
  'text.empty': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}serialization`,
    fix: 'Write something, or leave the property out.',
  },
  'evidence.id': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}evidence`,
    fix: 'Call it "id".',
  },
  'status.entry': {
    check: 'model.schema',
    guards: 'meaning',
    spec: 'https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry',
    fix: 'Mend the entry: without it nobody can tell whether the badge was revoked.',
  },
  'status.index-text': {
    check: 'model.schema',
    guards: 'form',
    spec: 'https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry',
    fix: 'Write the index as text of digits.',
  },
  'result.value': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}result`,
    fix: 'Write a value that the result description allows, or change the description.',
  },
  'criteria.given': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}criteria`,
    fix: 'Give the criteria a "narrative", the "id" of a page, or both.',
  },
  'result.description-known': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}result`,
    fix: 'Name the "id" of a result description of the achievement.',
  },
  'result.level-known': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}result`,
    fix: 'Name the "id" of a rubric level of the result description.',
  },
  'result.status-given': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}result`,
    fix: 'Add "status", which results of the type Status must have.',
  },
  'result-description.required-value': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}resultdescription`,
    fix: 'Use one of the allowed values, or one between "valueMin" and "valueMax".',
  },
  'result-description.required-level': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}resultdescription`,
    fix: 'Name the "id" of one of its rubric levels.',
  },
  'subject.activity-window': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}achievementsubject`,
    fix: 'Let the activity end after it starts.',
  },
  'credential-schema.open-badges': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}credentialschema`,
    fix: 'Add the schema of Open Badges with the type 1EdTechJsonSchemaValidator2019.',
  },
  'enumeration.extension-term': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}extending-vocabularies`,
    fix: 'Write "ext:" and then letters, digits, dots, hyphens or underscores only.',
  },
  'issuer.object': {
    check: 'model.schema',
    guards: 'form',
    spec: `${OB}profile`,
    fix: 'Write the issuer as a Profile object; verifiers in use refuse a bare URI.',
  },
  'terms.data-model-1': {
    check: 'model.terms',
    guards: 'meaning',
    spec: `${VCDM}validity-period`,
    fix: 'Use "validFrom" and "validUntil", the names of data model 2.0.',
  },
  'terms.extensions-context': {
    check: 'model.terms',
    guards: 'meaning',
    spec: `${OB}extending-vocabularies`,
    fix: 'Add https://purl.imsglobal.org/spec/ob/v3p0/extensions.json to "@context".',
  },
  'terms.undefined': {
    check: 'model.terms',
    guards: 'meaning',
    spec: 'https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly',
    fix: 'Leave it out, or add the context that defines it to "@context".',
  },
  'terms.unsigned': {
    check: 'model.terms',
    guards: 'meaning',
    spec: 'https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly',
    fix: 'Write it as the contexts of the document define it, once, or leave it out.',
  },
  'terms.type-word': {
    check: 'model.terms',
    guards: 'form',
    spec: `${OB}data-models`,
    fix: 'Leave it out.',
  },
  'context.inline': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${JSON_LD}context-definitions`,
    fix: 'Mend the inline context, or leave it out.',
  },
  'context.unknown': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${VCDM}contexts`,
    fix: 'Leave the context out, or hand it in as `contexts` when signing and verifying.',
  },
  'terms.type-unmapped': {
    check: 'model.terms',
    guards: 'meaning',
    spec: `${VCDM}types`,
    fix: 'Add a context that maps the type to a URL, or use a full URL as the type.',
  },
  'type.one-kind': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}types`,
    fix: 'Keep the types of what it is, and leave the others out.',
  },
  'validity.window': {
    check: 'validity.until',
    guards: 'meaning',
    spec: `${VCDM}validity-period`,
    fix: 'Let "validUntil" be the same as or later than "validFrom".',
  },

  'vcdm.context-base': {
    check: 'model.context',
    guards: 'meaning',
    spec: `${VCDM}contexts`,
    fix: 'Make "@context" an array that starts with https://www.w3.org/ns/credentials/v2.',
  },
  'vcdm.type': {
    check: 'model.schema',
    guards: 'place',
    spec: `${VCDM}types`,
    fix: 'Give one or more terms or absolute URLs as "type"; a credential has VerifiableCredential among them.',
  },
  'vcdm.issuer': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}issuer`,
    fix: 'Name the issuer by a URL, or by an object whose "id" is a URL.',
  },
  'vcdm.subject': {
    check: 'model.subject',
    guards: 'meaning',
    spec: `${VCDM}credential-subject`,
    fix: 'Give at least one subject, and each subject at least one claim or an "id".',
  },
  'vcdm.date': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}validity-period`,
    fix: 'Write date, time and time zone, such as 2026-01-31T12:00:00Z.',
  },
  'vcdm.issuance-date': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM_1}issuance-date`,
    fix: 'Add "issuanceDate", such as 2026-01-31T12:00:00Z, or issue with data model 2.0.',
  },
  'vcdm.status-id': { check: 'model.schema', guards: 'meaning', spec: `${VCDM_1}status`, fix: 'Add the "id", a URL.' },
  'vcdm.id-required': {
    check: 'model.schema',
    guards: 'place',
    spec: `${VCDM}data-schemas`,
    fix: 'Add the "id", a URL.',
  },
  'vcdm.resource-digest': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}integrity-of-related-resources`,
    fix: 'Give the digest of the resource as it is published, or leave the entry out.',
  },
  'vcdm.resource-once': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}integrity-of-related-resources`,
    fix: 'Leave one of the two out; one entry may have both kinds of digest.',
  },
  'vcdm.resource-differs': {
    check: 'model.schema',
    guards: 'meaning',
    spec: `${VCDM}integrity-of-related-resources`,
    fix: 'Take the digest of the bytes as they are, or leave the entry out.',
  },
  'vcdm.object': {
    check: 'model.schema',
    guards: 'place',
    spec: `${JSON_LD}node-objects`,
    fix: 'Write an object here.',
  },
  'vcdm.text': {
    check: 'model.schema',
    guards: 'form',
    spec: `${VCDM}names-and-descriptions`,
    fix: 'Write text, or an object with "@value" and "@language".',
  },

  'draft.json': {
    check: 'model.schema',
    spec: `${OB}serialization`,
    fix: 'Hand over plain data: text, numbers, lists, objects.',
  },
  'draft.unknown-property': {
    check: 'model.terms',
    spec: `${OB}extending-vocabularies`,
    fix: 'Remove the property, or add the context that defines it to "@context".',
  },
  'draft.signed': { check: 'model.schema', spec: `${OB}data-integrity`, fix: 'Remove "proof"; signing comes after.' },
  'draft.empty': {
    check: 'model.schema',
    spec: `${OB}serialization`,
    fix: 'Write something, or leave the property out.',
  },
  'draft.conflict': { check: 'model.schema', spec: `${OB}data-models`, fix: 'Keep one of the two.' },
  'draft.context': {
    check: 'model.context',
    spec: `${OB}achievementcredentialv1p1`,
    fix: 'Leave out the contexts of the data model; new badges get those of data model 2.0.',
  },
  'draft.recipient': {
    check: 'model.subject',
    spec: `${OB}achievementsubject`,
    fix: 'Give { email: "…" }, { id: "did:…" } or another identifier, or set recipientPrivacy to "none".',
  },
  'draft.issuer-id': {
    check: 'model.schema',
    spec: `${OB}profile`,
    fix: 'Give the issuer an "id": the URL of its profile, or its DID.',
  },
} as const satisfies Record<string, Rule>

/** Id of a rule of the data model. */
export type RuleId = keyof typeof rules

const codes: Record<ModelFinding['check'], BadgeErrorCode> = {
  'model.context': 'ERR_CONTEXT_INVALID',
  'model.schema': 'ERR_MODEL_INVALID',
  'model.subject': 'ERR_MODEL_INVALID',
  'model.terms': 'ERR_TERM_UNDEFINED',
  'validity.until': 'ERR_MODEL_INVALID',
}

/** Makes one finding. `spec` and `fix` replace those of the rule where a more exact one is known. */
export function finding(
  rule: RuleId,
  pointer: string,
  detail: string,
  exact: { readonly spec?: string; readonly fix?: string } = {},
  root?: ModelPlace,
): ModelFinding {
  const { check, spec, fix, guards = 'meaning' }: Rule = rules[rule]
  const isForm = guards === 'form' || (guards === 'place' && root !== undefined && isPlaceOfForm(pointer, root))
  const found = (isForm ? faultOfForm : problem)(codes[check], detail, pointer)
  return { ...found, pointer: found.pointer ?? '', check, rule, spec: exact.spec ?? spec, fix: exact.fix ?? fix }
}

/** Adds one finding; see {@link finding}. */
export type Report = (rule: RuleId, pointer: string, detail: string, exact?: Parameters<typeof finding>[3]) => void

/**
 * A list that takes findings up to the cap, so that a hostile document cannot make a report of millions. One that
 * guards the meaning is not crowded out by others of form.
 *
 * @param root - where in the model the document begins; without it every fault that goes by its place is one of meaning
 */
export function collector(root?: ModelPlace): { readonly found: ModelFinding[]; readonly report: Report } {
  const found: ModelFinding[] = []
  return {
    found,
    report: (rule, pointer, detail, exact) => {
      const isFull = found.length >= documentLimits.findings
      if (isFull && found.at(-1)?.fault !== 'form') return
      const each = finding(rule, pointer, detail, exact, root)
      if (!isFull) found.push(each)
      else if (each.fault !== 'form') found[found.length - 1] = each
    },
  }
}

/** The report that these findings make. */
export const modelReport = (problems: readonly ModelFinding[], warnings: readonly ModelFinding[]): ModelReport => ({
  valid: problems.length === 0,
  problems,
  warnings,
})
