import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { jcs } from '../../internal/jcs.js'
import { copyJson } from '../../internal/json.js'
import { needed } from '../../internal/options.js'
import { suiteNames } from '../../internal/suite-names.js'
import { brandRules } from '../core/brand/index.js'
import { brandNow } from '../core/brand-now.js'
import type { ServiceContext } from '../core/context.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import type { IssuerRecord } from '../core/records/index.js'
import { publicDocumentOf } from '../core/signing.js'
import type { StepsOf } from '../core/steps.js'
import { findAll, put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { brandLogo, setBrand } from './brand.js'
import { removeIssuer } from './remove.js'
import type { IssuerSteps } from './types.js'

/** Under which the issuer of the service itself is stored; no other can have this name. */
const OWN = '.'

async function describe(context: ServiceContext, input: Parameters<IssuerSteps['describe']>[0]): Promise<IssuerRecord> {
  const { issuerName: name, signer, issuerId, timeZone } = context
  return retrying(async () => {
    const stored = await read(context.storage, 'issuers', name ?? OWN)
    const isSame = stored?.value.issuerId === issuerId
    if (name !== undefined && stored !== undefined && !isSame) {
      throw new BadgeError(
        'ERR_SIGN_ISSUER_MISMATCH',
        `The issuer ${name} was ${stored.value.issuerId}, and its key is now that of ${issuerId}. Give it back its key, or take another name.`,
      )
    }
    const record: IssuerRecord = {
      schemaVersion: 1,
      ...(name === undefined ? {} : { name }),
      issuerId,
      profile: input.profile,
      keyType: signer.type,
      keyId: signer.id,
      ...defined({ key: publicDocumentOf(signer) }),
      suites: input.suites ?? [],
      form: input.form ?? 'vc',
      statusPurposes: input.statusPurposes ?? [],
      mandatoryPointers: input.mandatoryPointers ?? [],
      timeZone,
      // The host's own issuer may become another, as when its domain does.
      since: stored !== undefined && isSame ? stored.value.since : iso(context.now()),
    }
    // Databases give members back in an order of their own.
    if (stored !== undefined && jcs(copyJson(stored.value)) === jcs(copyJson(record))) return record
    await context.storage.commit([put('issuers', name ?? OWN, stored, record)])
    return record
  })
}

export const issuerSteps: StepsOf<IssuerSteps> = {
  describe,
  list: async ({ storage }) => (await findAll(storage, 'issuers', undefined)).map(({ value }) => value),
  remove: removeIssuer,
  brand: brandNow,
  setBrand,
  logo: brandLogo,
}

const purposes = ['revocation', 'suspension'] as const

export const issuerInputs = {
  describe: [
    members({
      profile: needed('object'),
      suites: { each: suiteNames },
      form: ['vc', 'vc+jwt', 'vc-jwt'],
      statusPurposes: { each: purposes },
      mandatoryPointers: 'texts',
    }),
  ],
  list: [],
  remove: [members({ name: text })],
  brand: [],
  setBrand: [members({ ...brandRules, removeLogo: 'boolean' })],
  logo: [text],
} as const satisfies InputsOf<IssuerSteps>
