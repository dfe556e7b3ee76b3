import { type InputsOf, members, text } from '../core/inputs.js'
import type { DisplaySteps } from './types.js'

export const displayInputs = {
  create: [
    members({
      title: text,
      achievementIds: 'texts',
      secondsPerSlide: { from: 5, to: 120 },
      locale: 'language tag',
    }),
  ],
  list: [],
  revoke: [members({ displayId: text })],
  look: [text],
} as const satisfies InputsOf<DisplaySteps>
