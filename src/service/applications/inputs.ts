import { needed, whole } from '../../internal/options.js'
import { type InputsOf, members, page, text } from '../core/inputs.js'
import { applicationStages } from '../core/records/index.js'
import type { ApplicationSteps } from './types.js'

export const applicationInputs = {
  setForm: [
    members({
      id: text,
      title: text,
      description: 'text',
      schema: needed('object'),
      draft: needed('object'),
      saved: { members: { id: text, version: whole(1) } },
      picture: 'bytes',
      auto: 'boolean',
      open: 'boolean',
      isNew: 'boolean',
      rule: { members: { roster: 'texts', codes: 'texts', answers: 'object', atMost: whole(0, 10_000) } },
    }),
  ],
  form: [text],
  forms: [],
  submit: [
    members({
      code: 'text',
      formId: text,
      email: text,
      name: text,
      locale: 'text',
      answers: needed('object'),
      honeypot: 'text',
    }),
  ],
  look: [text],
  get: [text],
  list: [{ members: { formId: 'text', stage: applicationStages, ...page } }],
  approve: [members({ applicationId: text })],
  reject: [members({ applicationId: text, remark: 'text' })],
  ask: [members({ applicationId: text, remark: text })],
  answer: [members({ token: text, remark: 'text', answers: 'object' })],
  history: [text],
} as const satisfies InputsOf<ApplicationSteps>
