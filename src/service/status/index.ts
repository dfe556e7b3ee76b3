import { type InputsOf, text } from '../core/inputs.js'
import type { StepsOf } from '../core/steps.js'
import { publishList } from './lists.js'
import type { StatusSteps } from './types.js'

export const statusSteps: StepsOf<StatusSteps> = { publish: publishList }

export const statusInputs = {
  publish: [text, { members: { newest: 'boolean' } }],
} as const satisfies InputsOf<StatusSteps>
