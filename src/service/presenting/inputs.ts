import { needed } from '../../internal/options.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import type { PresentingSteps } from './types.js'

const ways = ['here', 'there', 'exchange'] as const

export const presentingInputs = {
  ask: [
    members({
      achievementIds: needed('texts'),
      achievementName: 'text',
      issuerIds: 'texts',
      name: 'some text',
      holder: 'some text',
      forBrowser: 'boolean',
    }),
  ],
  look: [members({ id: text, browser: 'text' })],
  lookAsked: [members({ id: text })],
  request: [members({ id: text, way: needed(['here', 'there']) })],
  open: [members({ id: text, state: 'text' })],
  settle: [members({ id: text, way: needed(ways), verdict: needed('object') })],
  number: [members({ id: text, code: text })],
  confirm: [members({ id: text, browser: text, code: 'text', number: 'text', skip: 'boolean' })],
  key: [],
} as const satisfies InputsOf<PresentingSteps>
