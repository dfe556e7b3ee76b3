import { capsuleFields } from '../../export/index.js'
import { needed } from '../../internal/options.js'
import { type InputsOf, members, text, viewer } from '../core/inputs.js'
import { visibilities } from '../core/lifecycle/index.js'
import type { SharingSteps } from './types.js'

const ofOwner = { badgeId: text, personId: text } as const

export const sharingInputs = {
  setVisibility: [members({ ...ofOwner, visibility: needed(visibilities) })],
  createLink: [members({ ...ofOwner, label: 'text', expiresAt: 'date and time', show: { each: capsuleFields } })],
  links: [members(ofOwner)],
  revokeLink: [members({ ...ofOwner, shareId: text })],
  setDisplay: [members({ ...ofOwner, allowed: needed('boolean'), textVersion: 'text' })],
  capsule: [members(ofOwner)],
  view: [members({ badgeId: text, viewer, isIssuer: 'boolean' })],
  viewLink: [members({ token: text })],
} as const satisfies InputsOf<SharingSteps>
