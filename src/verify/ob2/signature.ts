import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { isSameUrl } from '../../internal/url-scope.js'
import { importPublicKeyPem } from '../../keys/index.js'
import { isOutOfReach } from '../../loader/index.js'
import { type CompactJws, keyTypeOfAlgorithm, unsupportedAlgorithms } from '../../proof/jwt/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { VerificationKey } from '../../types/keys.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { Problem } from '../../types/verification.js'
import { type Finding, waiting } from '../core/check.js'
import type { OpenedBadge } from './open.js'

/** What there is to say of the signature of a badge: as of any other, key, signature and whose key it is. */
export interface SignatureFindings {
  readonly keyId?: string
  readonly key: Finding
  readonly signature: Finding
  readonly binding: Finding
}

/**
 * Open Badges 2.0, signed verification: the JWS is checked with the key that `verification.creator` names, or with one
 * that the issuer lists; its owner is the issuer, and the issuer's own document lists it.
 */
export async function verifySignature(
  jws: CompactJws,
  opened: OpenedBadge,
  { load, acceptSelfAsserted }: { readonly load: DocumentLoader; readonly acceptSelfAsserted: boolean },
): Promise<SignatureFindings> {
  if (unsupportedAlgorithms.has(jws.header.alg) && !isChanged(jws.header)) return unsupported(jws.header)
  const { assertion, issuer } = opened
  const { verification } = assertion
  const creator = isJsonObject(verification) ? verification.creator : undefined
  const listed = asArray<JsonValue>(issuer.value?.publicKey).slice(0, documentLimits.issuerKeys)
  const reference = creator ?? (listed.length === 1 ? listed[0] : undefined)
  if (reference === undefined) {
    const waiting = issuer.value === undefined && issuer.error !== undefined && isOutOfReach(issuer.error)
    const found = problem(
      waiting ? 'ERR_DOCUMENT_UNAVAILABLE' : 'ERR_KEY_NOT_FOUND',
      waiting ? 'The key is in the document of the issuer, which is not at hand.' : 'The badge does not name its key.',
      '/verification/creator',
    )
    const key: Finding = {
      status: waiting ? 'indeterminate' : 'failed',
      summary: found.detail,
      next: 'Supply the documents of the issuer in `documents`, or enable fetching.',
      problems: [found],
    }
    return { key, signature: waitsForKey, binding: waitsForKey }
  }
  const keyId = typeof reference === 'string' ? reference : idOf(reference)
  const named = defined({ keyId })
  const document = await keyDocument(keyId, reference, listed, load)
  if ('status' in document) return { ...named, key: document, signature: waitsForKey, binding: waitsForKey }
  const key = await readKey(document.value)
  if ('status' in key) return { ...named, key, signature: waitsForKey, binding: waitsForKey }
  return {
    ...named,
    key: { status: 'passed', summary: 'The key was found.' },
    signature: await checkJws(jws, key),
    binding: bindingOf(document.value, keyId, listed, opened, acceptSelfAsserted),
  }
}

const waitsForKey = waiting('proof.key')

const idOf = (value: JsonValue | undefined): string | undefined =>
  isJsonObject(value) && typeof value.id === 'string' ? value.id : undefined

const at = '/verification/creator'
const fail = (found: Problem, next: string): Finding => ({
  status: 'failed',
  summary: found.detail,
  next,
  problems: [found],
})

/**
 * The key by its name: as the issuer's document has it inline, or from its own address. What the badge says of a key
 * that has a name counts for nothing.
 */
async function keyDocument(
  keyId: string | undefined,
  reference: JsonValue,
  listed: readonly JsonValue[],
  load: DocumentLoader,
): Promise<{ readonly value: JsonObject } | Finding> {
  const inline = keyId === undefined ? reference : listed.find((item) => idOf(item) === keyId)
  if (isJsonObject(inline)) return { value: inline }
  try {
    const { document } = await load(keyId ?? '', 'document')
    if (isJsonObject(document) && (document.id === undefined || isSameUrl(document.id, keyId)))
      return { value: document }
    const isOther = isJsonObject(document)
    return fail(
      problem(
        'ERR_KEY_INVALID',
        isOther ? 'At the address of the key lies another one.' : 'What lies at the address of the key is not a key.',
        at,
      ),
      'Ask the issuer for its key.',
    )
  } catch (error) {
    const found = isBadgeError(error)
      ? problem(error.code, error.message, at)
      : problem('ERR_DOCUMENT_UNAVAILABLE', 'The document loader failed to answer.', at)
    if (isBadgeError(error) && !isOutOfReach(error)) return fail(found, 'Ask the issuer for its key.')
    return {
      status: 'indeterminate',
      summary: found.detail,
      next: 'Supply the key in `documents`, or enable fetching.',
      problems: [found],
    }
  }
}

async function readKey({ publicKeyPem }: JsonObject): Promise<VerificationKey | Finding> {
  try {
    if (typeof publicKeyPem === 'string') return await importPublicKeyPem(publicKeyPem)
    return fail(problem('ERR_KEY_INVALID', 'The key has no "publicKeyPem".', at), 'Ask the issuer for its key.')
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return fail(problem(error.code, error.message, at), 'Ask the issuer for a key that can be relied on.')
  }
}

/** Headers that change what the signature covers. */
const isChanged = ({ crit, b64 }: JsonObject): boolean => crit !== undefined || b64 !== undefined

function unsupported({ alg }: JsonObject): SignatureFindings {
  const detail = `Badges signed with ${alg} are not supported.`
  return {
    key: waiting('proof.signature'),
    signature: {
      status: 'indeterminate',
      summary: detail,
      next: 'Verify the badge with software that knows the algorithm.',
      problems: [problem('ERR_SUITE_UNSUPPORTED', detail)],
    },
    binding: waiting('proof.signature'),
  }
}

async function checkJws({ header, signingInput, signature }: CompactJws, key: VerificationKey): Promise<Finding> {
  // The header is the forger's: it never chooses how a key is used.
  if (keyTypeOfAlgorithm.get(header.alg) !== key.type || isChanged(header)) {
    const detail = 'The algorithm of the signature is not allowed, or does not belong to its key.'
    return fail(problem('ERR_JWT_ALGORITHM', detail), 'Do not rely on the badge.')
  }
  if (await key.verify({ data: signingInput, signature })) {
    return { status: 'passed', summary: 'The signature matches the badge.' }
  }
  const detail = 'The signature does not match the badge.'
  return fail(
    problem('ERR_PROOF_INVALID', detail),
    'Do not rely on the badge: it was altered, or signed with another key.',
  )
}

function bindingOf(
  key: JsonObject,
  keyId: string | undefined,
  listed: readonly JsonValue[],
  { issuer }: OpenedBadge,
  acceptSelfAsserted: boolean,
): Finding {
  const next = 'Supply or fetch the document in which the issuer lists its keys.'
  if (issuer.value === undefined) {
    const found = problem(
      issuer.error?.code ?? 'ERR_DOCUMENT_UNAVAILABLE',
      issuer.error?.message ?? '',
      '/badge/issuer',
    )
    return { status: 'indeterminate', summary: found.detail, next, problems: [found] }
  }
  const isListed = listed.some((item) =>
    keyId === undefined
      ? isJsonObject(item) && item.publicKeyPem === key.publicKeyPem
      : item === keyId || idOf(item) === keyId,
  )
  if (key.owner !== issuer.value.id || !isListed) {
    const detail = 'The issuer does not list the key, or the key names another owner.'
    return fail(problem('ERR_ISSUER_MISMATCH', detail, at), 'Do not rely on the badge: anybody could have signed it.')
  }
  if (issuer.fromHome || acceptSelfAsserted) return { status: 'passed', summary: 'The key belongs to the issuer.' }
  const detail = 'Only the badge itself says that the key is the issuer’s.'
  return {
    status: 'indeterminate',
    summary: detail,
    next,
    problems: [problem('ERR_KEY_SELF_ASSERTED', detail, '/badge/issuer')],
  }
}
