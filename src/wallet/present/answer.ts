import { isSameId, isSameParty, issuerIdOf } from '../../badge/index.js'
import { BadgeError, type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, checkValue, needed, type OptionTable } from '../../internal/options.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { PresentationResult } from '../../types/presentation.js'
import type { VerifyOptions } from '../../verify/index.js'
import { keyOfDid } from '../key-of-did.js'
import { badgeQuery, meets } from './query.js'
import type { Answer, Asked, Holder, Verdict } from './types.js'

/**
 * Reads what a wallet has answered, and says whether a badge as it was asked for was shown, and by whom. Whatever is wrong
 * with it is a verdict with a code, not an exception:
 *
 * - `ERR_PROOF_PURPOSE` another nonce, or made for somebody else
 * - `ERR_HOLDER_MISMATCH` by another key than that of the person whom the badge is about
 * - `ERR_ANSWER_MISMATCH` another achievement than was asked for, or no badge
 * - `ERR_ISSUER_UNTRUSTED` by another issuer
 * - `ERR_STATUS_REVOKED`, `ERR_EXPIRED` and whatever else verifying finds
 * - `ERR_TOKEN_INVALID` the answer to another request
 * - `ERR_ACCESS_DENIED` the wallet, or the person, has declined
 *
 * An answer counts once: forget `asked` in the same step in which you keep the verdict, or the answer can be sent again.
 *
 * @param options - those of `verifyCredential` but `accept`, `challenge`, `domain` and `require`; without `fetch` or `documents` a `did:web` cannot be looked up
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for wrong options, an `asked` that is not whole, and an answer that is not an object
 * @see https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.6
 */
export async function checkPresentationAnswer(
  answer: Answer | { readonly error?: unknown },
  asked: Asked,
  options: Omit<VerifyOptions, 'accept' | 'challenge' | 'domain' | 'require'> = {},
): Promise<Verdict> {
  checkValue('answer', answer, needed('object'))
  checkOptions(asked, askedRules, 'asked')
  checkValue('options', options, needed('object'))
  const taken = reserved.find((name) => Object.hasOwn(options, name))
  if (taken !== undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${taken}\` follows from what was asked for.`)
  const read = readAnswer(answer, asked)
  if ('code' in read) return read
  const { presentation, domain } = read
  const { verifyPresentation } = await import('../../verify/index.js')
  const result = await verifyPresentation(presentation, {
    ...options,
    challenge: asked.nonce,
    ...defined({ domain, holder: asked.holder }),
  })
  return judge(result, asked, domain === undefined)
}

/** Options of verifying that are not the caller's to set. */
const reserved = ['accept', 'challenge', 'domain', 'require', 'holder'] as const

const askedRules = {
  nonce: needed('text'),
  state: needed('text'),
  clientId: needed('text'),
  domain: needed('text'),
  achievements: needed('texts'),
  issuers: needed('texts'),
  holder: 'text',
} as const satisfies OptionTable<Asked>

type Read = { readonly presentation: JsonObject | string; readonly domain: string | undefined }

function readAnswer(answer: Answer | { readonly error?: unknown }, asked: Asked): Read | (Verdict & { code: string }) {
  const given = answer as { readonly [name: string]: JsonValue | undefined }
  if (given.error !== undefined) return refused('ERR_ACCESS_DENIED', 'The wallet has shown nothing.')
  const { verifiablePresentation } = given
  if (verifiablePresentation !== undefined) {
    if (!isShowable(verifiablePresentation)) return refused('ERR_ANSWER_MISMATCH', 'That is not a presentation.')
    const domain = saysForWhom(verifiablePresentation) ? asked.domain : undefined
    return { presentation: verifiablePresentation, domain }
  }
  if (given.state !== asked.state) return refused('ERR_TOKEN_INVALID', 'This is not the answer to the request.')
  const token = tokenOf(given.vp_token)
  // By query of ours, one of them, and one presentation for it: `multiple` was not asked for.
  const [first, ...more] = Object.entries(token ?? {})
  const query = queryOf(asked).credentials.find(({ id }) => id === first?.[0])
  const [presentation, ...others] = asArray<JsonValue>(first?.[1] as JsonValue)
  if (query === undefined || more.length + others.length > 0 || !isShowable(presentation)) {
    return refused('ERR_ANSWER_MISMATCH', 'The answer has one presentation, for one of the queries.')
  }
  if ((query.format === 'jwt_vc_json') !== (typeof presentation === 'string')) {
    return refused('ERR_ANSWER_MISMATCH', 'The presentation is of another format than the query that it answers.')
  }
  return { presentation, domain: asked.clientId }
}

const isShowable = (value: JsonValue | undefined): value is JsonObject | string =>
  isJsonObject(value) || (typeof value === 'string' && value.length <= limits.jwtText)

function tokenOf(token: JsonValue | undefined): JsonObject | undefined {
  if (isJsonObject(token)) return token
  if (typeof token !== 'string') return undefined
  try {
    const read = parseJson(token)
    return isJsonObject(read) ? read : undefined
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

/**
 * Wallets that sign by Ed25519Signature2020 name nobody for whom they do it. That is read, and leaves open who shows the
 * badge: somebody else may have asked for the same challenge, and handed on what they got.
 */
function saysForWhom(presentation: JsonObject | string): boolean {
  if (typeof presentation === 'string') return true
  const proofs = asArray<JsonValue>(presentation.proof).filter(isJsonObject)
  return !proofs.every(({ type, domain }) => type === 'Ed25519Signature2020' && domain === undefined)
}

const queryOf = ({ achievements, issuers }: Asked) => badgeQuery({ achievements, issuers })

async function judge(result: PresentationResult, asked: Asked, isForAnybody: boolean): Promise<Verdict> {
  if (!result.verified) return unverified(result)
  const { holder } = result
  const badges = result.credentials.map(({ result: { credential } }) => credential as unknown as JsonObject)
  const ofAchievement = badges.filter((badge) => isAbout(badge, asked))
  if (ofAchievement.length === 0) {
    return { ...refused('ERR_ANSWER_MISMATCH', 'What was shown is not a badge of the achievement.'), result }
  }
  const [badge, ...others] = ofAchievement.filter((each) =>
    asked.issuers.some((id) => isSameParty(issuerIdOf(each), id)),
  )
  if (badge === undefined) {
    return { ...refused('ERR_ISSUER_UNTRUSTED', 'The badge is by another issuer than those that count.'), result }
  }
  const isHolders = await holdsOf(holder)
  const holds = await Promise.all([badge, ...others].map(isHolders))
  const own = [badge, ...others].find((_, at) => holds[at])
  const bearer = [badge, ...others].find((each) => subjectsOf(each).length === 0)
  const shown = own ?? bearer
  if (shown === undefined) {
    return { ...refused('ERR_HOLDER_MISMATCH', 'The badge is about somebody else than the one who shows it.'), result }
  }
  const proven: Holder = isForAnybody ? 'unproven' : 'proven'
  return { outcome: 'shown', holder: own === undefined ? 'address' : proven, credential: shown, result }
}

/**
 * Whether a badge is about the one who signed: by the same DID, or by another name of the same key. A did:key and a did:jwk are
 * nothing but their key, so that who signs with it is whom both name; other DIDs are compared by name alone.
 */
async function holdsOf(holder: string | undefined): Promise<(badge: JsonObject) => Promise<boolean>> {
  const key = holder === undefined ? undefined : await keyOfDid(holder)
  return async (badge) => {
    const ids = subjectsOf(badge)
    if (ids.some((id) => isSameParty(id, holder))) return true
    if (key === undefined) return false
    return (await Promise.all(ids.map(keyOfDid))).includes(key)
  }
}

/** The achievement, and the types, whatever the format; ids are compared as Open Badges 3.0 §8.4 does. */
function isAbout(badge: JsonObject, asked: Asked): boolean {
  const id = subjectMembers(badge).flatMap(({ achievement }) => asArray<JsonValue>(achievement).filter(isJsonObject))
  const meant = id.find((one) => asked.achievements.some((each) => isSameId(one.id, each)))
  const typed = { ...badgeQuery({ achievements: [], issuers: [] }).credentials[0], claims: [] }
  return meant !== undefined && meets(badge, 'ldp_vc', typed as Parameters<typeof meets>[2])
}

const subjectMembers = ({ credentialSubject }: JsonObject): readonly JsonObject[] =>
  asArray<JsonValue>(credentialSubject).filter(isJsonObject)

const subjectsOf = (badge: JsonObject): readonly string[] =>
  subjectMembers(badge).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))

/** The reason that decides; where it is in a credential of the presentation, that of the credential. */
function unverified(result: PresentationResult): Verdict {
  const outcome = result.outcome === 'indeterminate' ? 'unclear' : 'refused'
  const own = decidingProblem(result)
  const inside = result.credentials.find(({ result: each }) => !each.verified)
  const found =
    own?.code === 'ERR_VERIFICATION_FAILED' && inside !== undefined ? (decidingProblem(inside.result) ?? own) : own
  return { outcome, code: found?.code ?? 'ERR_VERIFICATION_FAILED', ...defined({ detail: found?.detail }), result }
}

const decidingProblem = ({ checks }: Pick<PresentationResult, 'checks'>) =>
  checks
    .filter(({ required, status }) => required && (status === 'failed' || status === 'indeterminate'))
    .sort((one, other) => Number(one.status === 'indeterminate') - Number(other.status === 'indeterminate'))
    .flatMap(({ problems }) => problems)[0]

const refused = (code: BadgeErrorCode, detail: string): Verdict & { code: string } => ({
  outcome: 'refused',
  code,
  detail,
})
