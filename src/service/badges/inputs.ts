import { needed, whole } from '../../internal/options.js'
import { guardian, type InputsOf, members, page, text } from '../core/inputs.js'
import { stages } from '../core/lifecycle/index.js'
import { claimPolicies } from '../core/options.js'
import { authenticationLevels } from '../core/records/index.js'
import type { BadgeSteps } from './types.js'

const onBadge = members({ badgeId: text })
const statusPurposes = ['revocation', 'suspension'] as const

/** A badge of the library. */
export const savedTable = { id: text, version: whole(1) } as const

export const badgeInputs = {
  issue: [
    members({
      draft: needed('object'),
      recipient: members({ email: text, name: 'text', locale: 'text', guardian }),
      saved: { members: savedTable },
      picture: 'bytes',
      idempotencyKey: 'text',
      offer: 'boolean',
      statusPurpose: statusPurposes,
      claimPolicy: claimPolicies,
      requireAuthentication: authenticationLevels,
      by: ['issuer', 'system'],
    }),
  ],
  offer: [onBadge],
  resend: [members({ badgeId: text, email: 'text' })],
  createClaimLink: [onBadge],
  revoke: [members({ badgeId: text, reason: text, notify: 'boolean' })],
  suspend: [members({ badgeId: text, reason: 'text' })],
  reinstate: [onBadge],
  replace: [
    members({
      badgeId: text,
      draft: needed('object'),
      recipient: { members: { email: 'text', name: 'text', locale: 'text', guardian } },
      picture: 'bytes',
      reason: 'text',
    }),
  ],
  correctName: [members({ badgeId: text, name: text })],
  figures: [{ members: { batchId: 'text', savedId: 'text' } }],
  get: [text],
  list: [
    {
      members: {
        stage: stages,
        batchId: 'text',
        email: 'text',
        name: 'text',
        achievementId: 'text',
        personId: 'text',
        ...page,
      },
    },
  ],
  history: [text],
  picture: [text],
  image: [text],
  jwt: [text],
} as const satisfies InputsOf<BadgeSteps>
