import { issuerIdOfKey } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { createCache } from '../../internal/cache.js'
import { defined } from '../../internal/defined.js'
import { ISSUER_NAMES, isIssuerName } from '../../internal/issuer-name.js'
import type { Signer } from '../../types/keys.js'
import type { SuiteName } from '../../types/proof.js'
import { COPIES_KEPT, type ServiceContext } from './context.js'
import type { BadgeServiceOptions } from './options.js'
import type { IssuerRecord } from './records/index.js'

/** An issuer beside that of the service, with its key: what `forIssuer` takes, whose type says more. */
interface OtherIssuer {
  readonly name: string
  readonly signer: Signer
  readonly findSigner?: BadgeServiceOptions['findSigner']
  readonly suite?: SuiteName | readonly SuiteName[]
  readonly timeZone?: string
  readonly retired?: boolean
}

/** One that issues nothing more and whose key is not here: as it is stored. */
interface StoredIssuer {
  readonly retired: IssuerRecord
}

/**
 * The context of another issuer of the same service: its own key, URL and time zone; storage, staff and secret are those of
 * the service.
 */
export function contextOfIssuer(context: ServiceContext, issuer: OtherIssuer | StoredIssuer): ServiceContext {
  const isHere = 'signer' in issuer
  const { name, signer, findSigner, suite, timeZone, retired } = isHere ? issuer : withoutKey(issuer)
  assertSigner(signer)
  if (!isIssuerName(name)) throw wrong(`The name of an issuer has ${ISSUER_NAMES}.`)
  if (context.issuerName !== undefined) throw wrong('An issuer beside others has none below it.')
  const { suite: _, verificationMethod: __, ...sign } = context.options.sign ?? {}
  const { findSigner: ___, ...rest } = context.options
  return {
    ...context,
    options: {
      ...rest,
      signer,
      sign: { ...sign, ...defined({ suite }) },
      ...defined({ findSigner, timeZone: timeZone ?? rest.timeZone }),
    },
    signer,
    signers: new Map(isHere ? [[signer.id, signer]] : []),
    keyCache: { readAt: undefined, signing: undefined },
    // Lists are each issuer's own.
    filling: new Map(),
    published: createCache(COPIES_KEPT),
    keptLists: createCache(COPIES_KEPT),
    issuerId: issuerIdOfKey(signer),
    issuerName: name,
    isRetired: retired === true,
    baseUrl: `${context.baseUrl}/issuers/${name}`,
    timeZone: timeZone ?? context.timeZone,
  }
}

function withoutKey({ retired }: StoredIssuer): OtherIssuer {
  const { name = '', keyId, issuerId, keyType, key, suites, timeZone } = retired
  const signer = {
    id: keyId,
    controller: issuerId,
    type: keyType,
    sign: () => Promise.reject(new BadgeError('ERR_SIGNER_MISSING', `The key of the issuer ${name} is not here.`)),
    // What is published of it.
    toJSON: () => key,
  }
  return { name, signer, timeZone, retired: true, ...(suites.length === 0 ? {} : { suite: suites }) }
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
