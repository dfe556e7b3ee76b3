import type { CredentialKind } from '../../../types/credential.js'
import type { VerificationResult } from '../../../types/verification.js'

type Recipient = string | { readonly type: 'name'; readonly value: string }

/** An address or a name, held against what the badge says of its recipient. */
export async function matchOf(
  verify: (recipient: Recipient) => Promise<Pick<VerificationResult<CredentialKind>, 'checks'>>,
  value: string,
): Promise<'yes' | 'no' | 'unclear'> {
  let answer: 'no' | 'unclear' = 'unclear'
  for (const recipient of [value, { type: 'name', value }] as const) {
    const { checks } = await verify(recipient)
    const status = checks.find(({ id }) => id === 'subject.recipient')?.status
    if (status === 'passed') return 'yes'
    if (status === 'failed') answer = 'no'
  }
  return answer
}
