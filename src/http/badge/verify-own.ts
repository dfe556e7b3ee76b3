import { asArray, isJsonObject } from '../../internal/json.js'
import { createDidDocument, createJwks, type PublicKeyInput } from '../../keys/index.js'
import { didWebUrl } from '../../loader/index.js'
import type { BadgeService } from '../../service/index.js'
import { checkWords, type Translator } from '../../texts/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { VerificationResult } from '../../types/verification.js'
import { verifyCredential } from '../../verify/index.js'
import type { Site } from '../site/visit.js'
import type { Verdict } from './page.js'

/** The issuer's public keys, or none where they are not known here (a signer in a KMS, and no `issuerKeys`). */
export function issuerKeys({ options, service }: Pick<Site, 'options' | 'service'>): readonly PublicKeyInput[] {
  if (options.issuerKeys !== undefined) return options.issuerKeys
  const { signer } = service.options
  return 'toJSON' in signer ? [signer as PublicKeyInput] : []
}

export const issuerId = ({ options: { signer } }: BadgeService): string =>
  signer.controller ?? signer.id.split('#')[0] ?? signer.id

/** The issuer's DID document, where its name is a `did:web`: other DIDs say all by themselves. */
export function ownDidDocument(site: Pick<Site, 'options' | 'service'>): JsonObject | undefined {
  const did = issuerId(site.service)
  const keys = issuerKeys(site)
  return did.startsWith('did:web:') && keys.length > 0 ? createDidDocument({ did, keys }) : undefined
}

export function ownJwks(site: Pick<Site, 'options' | 'service'>): JsonObject {
  return createJwks(issuerKeys(site))
}

/** Id of the status list at this URL, where it is one of ours. */
export function ownListId(service: BadgeService, url: JsonValue | undefined): string | undefined {
  const prefix = `${service.baseUrl}/status/`
  if (typeof url !== 'string' || !url.startsWith(prefix)) return undefined
  try {
    return decodeURIComponent(url.slice(prefix.length))
  } catch {
    return undefined
  }
}

/** The documents of ours that verifying a badge of ours takes, in their newest state. */
export async function ownDocuments(
  site: Pick<Site, 'options' | 'service'>,
  credential: JsonObject,
): Promise<Record<string, JsonValue>> {
  const documents: Record<string, JsonValue> = {}
  const did = ownDidDocument(site)
  if (did !== undefined) documents[didWebUrl(String(did.id))] = did
  for (const entry of asArray<JsonValue>(credential.credentialStatus).filter(isJsonObject).slice(0, 4)) {
    const url = entry.statusListCredential
    const listId = ownListId(site.service, url)
    const list = listId === undefined ? null : await site.service.status.publish(listId)
    if (list !== null) documents[String(url)] = list.credential
  }
  return documents
}

/** Verifies a badge of ours as anybody else would, with what we publish at this moment. */
export async function verifyOwn(site: Site, credential: JsonObject): Promise<VerificationResult> {
  return verifyCredential(credential, { documents: await ownDocuments(site, credential), now: site.now() })
}

/** The result in the words of the page. */
export function verdictOf(result: VerificationResult, issuerName: string, { t, texts }: Translator): Verdict {
  const worst = (ids: readonly string[]): Verdict['lines'][number]['status'] => {
    const found = result.checks.filter(({ id }) => ids.includes(id)).map(({ status }) => status)
    return (['failed', 'indeterminate', 'passed'] as const).find((status) => found.includes(status)) ?? 'skipped'
  }
  const line = (key: 'who' | 'signature' | 'validity' | 'status', ids: readonly string[]): Verdict['lines'][number] => {
    const status = worst(ids)
    return { status, text: t(status === 'failed' ? `check.${key}Failed` : `check.${key}`, { issuer: issuerName }) }
  }
  const lines = [
    line('who', ['issuer.binding', 'proof.key']),
    line('signature', ['proof.signature', 'model.terms']),
    line('validity', ['validity.from', 'validity.until']),
    line('status', ['status.revocation']),
  ]
  return {
    outcome: result.outcome,
    checkedAt: result.checkedAt,
    lines,
    details: result.checks.map((check) => ({ status: check.status, ...checkWords(texts, check) })),
  }
}
