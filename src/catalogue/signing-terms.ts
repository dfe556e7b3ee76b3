import { BadgeError, type ErrorProblem } from '../errors.js'
import { defined } from '../internal/defined.js'
import { asArray } from '../internal/json.js'
import { instantOf, isRfc3339 } from '../internal/time.js'
import { faultOfPointer } from '../internal/vc-signing.js'
import type { BadgeService } from '../service/index.js'
import type { JsonObject } from '../types/json.js'
import type { SuiteName } from '../types/proof.js'
import type { Host } from './operation.js'
import { textOf } from './vc-api.js'

/** What becomes of the options of the VC-API, beside what the issuer has set. Loaded when something is signed. */

export { ofRequest } from './of-request.js'

type IssueInput = Parameters<BadgeService['credentials']['issue']>[0]
type PresentationInput = Parameters<BadgeService['presentations']['create']>[0]
export type Form = NonNullable<IssueInput['form']>

/** The members of the options that are about an embedded proof, as signing takes them. */
function proofTerms(options: JsonObject) {
  const created = textOf(options.created)
  if (created !== undefined && (!isRfc3339(created) || instantOf(created) === null)) {
    const detail = '"options/created" must be a date and time with a time zone, as RFC 3339 has it.'
    throw new BadgeError('ERR_ARGUMENT_INVALID', detail, { pointer: '/options/created' })
  }
  return defined({
    suite: options.cryptosuite as SuiteName | undefined,
    created,
    challenge: textOf(options.challenge),
    domain: textOf(options.domain),
  })
}

/** What the host has set for all and what the caller asks for besides: a request takes nothing away. */
const beside = <T>(
  set: T | readonly T[] | undefined,
  asked: T | readonly T[] | undefined,
): readonly T[] | undefined => {
  const all = [...new Set([...asArray(set), ...asArray(asked)])] as T[]
  return all.length === 0 ? undefined : all
}

/** How a credential is signed; a JWT has no use for a suite, nor for pointers, since it is shown whole. */
export function issuing({ signing }: Host, options: JsonObject) {
  const { contexts, documents, suite, mandatoryPointers } = signing
  const form = (options.form ?? signing.form ?? 'vc') as Form
  const isEmbedded = form === 'vc'
  // Pointers of the issuer are for its own suite; by another that the caller has chosen the credential is shown whole.
  const isOwnSuite = options.cryptosuite === undefined || options.cryptosuite === 'ecdsa-sd-2023'
  const asked = options.mandatoryPointers as readonly string[] | undefined
  if (isEmbedded) assertPointers(asked, asArray(options.cryptosuite ?? suite) as readonly SuiteName[])
  const sign: NonNullable<IssueInput['sign']> = {
    ...defined({
      contexts,
      documents,
      mandatoryPointers: beside(isOwnSuite && isEmbedded ? mandatoryPointers : undefined, asked),
      suite: isEmbedded ? suite : undefined,
    }),
    ...proofTerms(options),
  }
  const statusPurpose = beside(
    signing.statusPurpose,
    options.statusPurpose as NonNullable<IssueInput['statusPurpose']> | undefined,
  )
  return { form, sign, ...defined({ statusPurpose }) }
}

/** @throws BadgeError `ERR_ARGUMENT_INVALID` with the place of each */
function assertPointers(asked: readonly string[] | undefined, suites: readonly SuiteName[]): void {
  if (asked === undefined) return
  const at = '/options/mandatoryPointers'
  const found: ErrorProblem[] = asked.flatMap((pointer, i) => {
    const why = faultOfPointer(pointer)
    const detail = `"options/mandatoryPointers/${i}" ${why}.`
    return why === undefined ? [] : [{ code: 'ERR_ARGUMENT_INVALID', pointer: `${at}/${i}`, detail }]
  })
  if (!suites.includes('ecdsa-sd-2023')) {
    const detail = '"options/mandatoryPointers" are for the cryptosuite ecdsa-sd-2023 alone.'
    found.unshift({ code: 'ERR_ARGUMENT_INVALID', pointer: at, detail })
  }
  const [first] = found
  if (first !== undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', first.detail, { problems: found })
}

/**
 * How a presentation is signed: as the issuer signs credentials, in the form of a presentation. It is shown whole, so that
 * `ecdsa-sd-2023` is not for it.
 */
export function presenting({ signing }: Host, options: JsonObject): Pick<PresentationInput, 'form' | 'sign'> {
  const { contexts, documents, suite, form: own = 'vc' } = signing
  const form = (options.form ?? (own === 'vc' ? 'vp' : 'vp+jwt')) as NonNullable<PresentationInput['form']>
  const whole = asArray(suite).filter((name) => name !== 'ecdsa-sd-2023')
  return {
    form,
    sign: {
      ...defined({ contexts, documents, suite: form === 'vp' && whole.length > 0 ? whole : undefined }),
      ...proofTerms(options),
    },
  }
}
