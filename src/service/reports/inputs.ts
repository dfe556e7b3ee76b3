import { type InputsOf, members, text } from '../core/inputs.js'
import type { ReportSteps } from './types.js'

export const reportInputs = {
  add: [members({ text, page: 'text', email: 'text', personId: 'text' })],
  list: [{ members: { state: ['open', 'settled'] as const, cursor: 'text', limit: 'number' } }],
  settle: [members({ reportId: text })],
} as const satisfies InputsOf<ReportSteps>
