import { needed } from '../../internal/options.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import type { StepsOf } from '../core/steps.js'
import { issueCredential } from './issue.js'
import { getCredential, removeCredential, setStatus } from './kept.js'
import { createPresentation, getPresentation, removePresentation } from './presentations.js'
import type { CredentialSteps, PresentationSteps } from './types.js'

export const credentialSteps: StepsOf<CredentialSteps> = {
  issue: issueCredential,
  setStatus,
  get: getCredential,
  remove: removeCredential,
}

export const presentationSteps: StepsOf<PresentationSteps> = {
  create: createPresentation,
  get: getPresentation,
  remove: removePresentation,
}

export const presentationInputs = {
  create: [members({ presentation: needed('object'), form: ['vp', 'vp+jwt'], sign: 'object', store: 'boolean' })],
  get: [text],
  remove: [members({ presentationId: text })],
} as const satisfies InputsOf<PresentationSteps>

const purposes = ['revocation', 'suspension'] as const

export const credentialInputs = {
  issue: [
    members({
      credential: needed('object'),
      form: ['vc', 'vc+jwt', 'vc-jwt'],
      // Held against the table of signing where it signs.
      sign: 'object',
      statusPurpose: { either: [purposes, { each: purposes }] },
      credentialId: 'some text',
      store: 'boolean',
    }),
  ],
  setStatus: [
    members({
      credentialId: 'some text',
      statusPurpose: needed(purposes),
      statusListCredential: 'text',
      statusListIndex: 'text',
      status: needed('boolean'),
    }),
  ],
  get: [text],
  remove: [members({ credentialId: text })],
} as const satisfies InputsOf<CredentialSteps>
