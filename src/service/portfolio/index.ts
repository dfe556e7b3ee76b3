import type { StepsOf } from '../core/steps.js'
import { archiveOf } from './archive.js'
import { getPortfolio, lookAtPortfolio } from './look.js'
import { setPortfolio } from './set.js'
import type { PortfolioSteps } from './types.js'

export const portfolioSteps: StepsOf<PortfolioSteps> = {
  get: getPortfolio,
  set: setPortfolio,
  look: lookAtPortfolio,
  archive: archiveOf,
}

export { portfolioInputs } from './inputs.js'
