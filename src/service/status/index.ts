import type { StepsOf } from '../core/steps.js'
import { publishList } from './lists.js'
import type { StatusSteps } from './types.js'

export const statusSteps: StepsOf<StatusSteps> = { publish: publishList }
