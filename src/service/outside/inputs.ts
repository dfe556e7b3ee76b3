import { needed } from '../../internal/options.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import type { OutsideSteps } from './types.js'

export const outsideInputs = {
  add: [
    members({
      personId: text,
      file: needed({ either: ['bytes', 'text'] }),
      fetch: 'function',
      documents: 'object',
    }),
  ],
  list: [members({ personId: text })],
  setOpen: [members({ personId: text, id: text, open: needed('boolean') })],
  remove: [members({ personId: text, id: text })],
  look: [members({ id: text, personId: 'text' })],
} as const satisfies InputsOf<OutsideSteps>
