import { needed, number } from '../../internal/options.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import type { KeySteps } from './types.js'

const documents = 'map'

export const keyInputs = {
  list: [],
  signer: [],
  rotate: [
    members({
      signer: needed({ methods: ['sign'] }),
      publicKeys: 'objects',
      leadSeconds: number(0, 31_536_000),
      documents,
    }),
  ],
  check: [{ members: { documents } }],
  remove: [members({ id: text, documents })],
} as const satisfies InputsOf<KeySteps>
