import { asArray } from '../../internal/json.js'
import type { BadgeRecord } from '../core/records/index.js'
import type { ReplaceInput } from './types.js'

/** Contexts that signing adds. */
const BUILT_IN =
  /^https:\/\/(www\.w3\.org\/(ns|2018)\/credentials\/|purl\.imsglobal\.org\/spec\/ob\/|w3id\.org\/security\/)/

/** The draft that a signed badge was made from, without what belongs to this one copy of it. */
export function draftOf(credential: BadgeRecord['credential']): ReplaceInput['draft'] {
  const own = new Set([
    '@context',
    'type',
    'id',
    'proof',
    'credentialSubject',
    'credentialStatus',
    'credentialSchema',
    'issuanceDate',
    'expirationDate',
  ])
  const subject = credential.credentialSubject as Record<string, unknown>
  const { achievement, id: _, identifier: __, name: ___, type: ____, ...rest } = subject
  const kept = Object.fromEntries(Object.entries(credential).filter(([name]) => !own.has(name)))
  const contexts = asArray(credential['@context']).filter((each) => typeof each !== 'string' || !BUILT_IN.test(each))
  const types = asArray(credential.type).filter(
    (each) => !/^(VerifiableCredential|(OpenBadge|Achievement)Credential)$/.test(each),
  )
  return {
    ...kept,
    ...(contexts.length === 0 ? {} : { '@context': contexts }),
    ...(types.length === 0 ? {} : { type: types }),
    achievement,
    ...(Object.keys(rest).length === 0 ? {} : { credentialSubject: rest }),
  } as unknown as ReplaceInput['draft']
}
