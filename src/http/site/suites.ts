import { BadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { Signer } from '../../types/keys.js'
import type { VcApiOptions } from './types.js'

type Settings = Pick<VcApiOptions, 'suite' | 'form' | 'statusPurpose' | 'mandatoryPointers'>

/**
 * Holds suites and form of an issuer against its key, so that a mistake shows at the start and not when somebody waits.
 *
 * @param isBare - whether nothing but the VC-API is there to sign
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export function assertSuites(place: string, { type }: Pick<Signer, 'type'>, settings: Settings, isBare = false): void {
  const { suite, form = 'vc', mandatoryPointers } = settings
  const suites = asArray(suite)
  if (form !== 'vc' && suites.length > 0)
    throw wrong(`\`${place}.suite\` is for embedded proofs, and a ${form} has none.`)
  if (suites.length === 0 && form === 'vc' && isBare && type === 'RSA') {
    throw wrong(`\`${place}.form\` must be a JWT: an RSA key makes no embedded proofs.`)
  }
  for (const name of suites) {
    if (suiteKeyTypes[name].includes(type)) continue
    throw wrong(
      `\`${place}.suite\` names ${name}, which takes a key of type ${suiteKeyTypes[name].join(' or ')}; this is ${type}.`,
    )
  }
  if (type === 'RSA' && asArray(settings.statusPurpose).length > 0) {
    throw wrong(
      `\`${place}.statusPurpose\` takes a key that signs status lists, and an RSA key makes no embedded proofs.`,
    )
  }
  if (mandatoryPointers !== undefined && !suites.includes('ecdsa-sd-2023')) {
    throw wrong(`\`${place}.mandatoryPointers\` are for the suite ecdsa-sd-2023 alone.`)
  }
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
