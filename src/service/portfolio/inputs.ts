import { type InputsOf, members, text } from '../core/inputs.js'
import type { PortfolioSteps } from './types.js'

export const portfolioInputs = {
  get: [text],
  set: [members({ personId: text, open: 'boolean', title: 'text', text: 'text', address: 'text', badgeIds: 'texts' })],
  look: [members({ address: text })],
  archive: [text],
} as const satisfies InputsOf<PortfolioSteps>
