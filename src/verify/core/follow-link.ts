import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach, loaderFor } from '../../loader/index.js'
import type { CredentialKind } from '../../types/credential.js'
import { type ReadInput, readInput } from './input.js'
import type { VerifyOptions } from './options.js'

/** Early badges had only the address of the badge baked in: what lies there is verified. */
export async function followLink(read: ReadInput, options: VerifyOptions<CredentialKind>): Promise<ReadInput> {
  if (read.link === undefined) return read
  try {
    const { document } = await loaderFor(options)(read.link, 'document')
    const { source, image } = read
    return { ...(await readInput(document)), source, ...defined({ image }) }
  } catch (error) {
    const known = isBadgeError(error) ? error : undefined
    // Open Badges 2.0, "Revoking Hosted Assertions".
    if (known?.code === 'ERR_DOCUMENT_GONE') {
      return {
        ...read,
        problems: [problem('ERR_STATUS_REVOKED', 'The issuer has revoked the badge: its address is gone.')],
      }
    }
    const found = problem(known?.code ?? 'ERR_DOCUMENT_UNAVAILABLE', known?.message ?? 'The badge could not be loaded.')
    return { ...read, problems: [found], undecided: known === undefined || isOutOfReach(known) }
  }
}
