import type { StepsOf } from '../core/steps.js'
import { createLink, linksOf, revokeLink } from './links.js'
import { capsuleOf, setDisplay, setVisibility } from './owner.js'
import type { SharingSteps } from './types.js'
import { viewBadge, viewLink } from './view.js'

export const sharingSteps: StepsOf<SharingSteps> = {
  setVisibility,
  createLink,
  links: linksOf,
  revokeLink,
  setDisplay,
  capsule: capsuleOf,
  view: viewBadge,
  viewLink,
}

export { sharingInputs } from './inputs.js'
