import { checkClauses } from '../core/registry.js'

const VCDM = 'https://www.w3.org/TR/vc-data-model-2.0'

/** The clause that each check of a presentation implements, in the order of the result. */
export const presentationClauses = {
  'input.parse': checkClauses['input.parse'],
  'presentation.model': `${VCDM}/#verifiable-presentations`,
  'model.terms': checkClauses['model.terms'],
  'proof.present': checkClauses['proof.present'],
  'proof.key': checkClauses['proof.key'],
  'proof.signature': checkClauses['proof.signature'],
  'proof.purpose': checkClauses['proof.purpose'],
  'proof.validity': checkClauses['proof.validity'],
  'holder.binding': `${VCDM}/#presentations`,
  'presentation.credentials': `${VCDM}/#verification`,
  'holder.subject': `${VCDM}/#subject-holder-relationships`,
} as const

/** Id of a check of a presentation. */
export type PresentationCheckId = keyof typeof presentationClauses
