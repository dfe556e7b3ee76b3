import { needed, whole } from '../../internal/options.js'
import { type InputsOf, members, page, text } from '../core/inputs.js'
import type { LibrarySteps } from './types.js'

const units = ['days', 'months', 'years'] as const
const skill = {
  targetName: needed('some text'),
  targetUrl: needed('http url'),
  targetCode: 'text',
  targetDescription: 'text',
  targetFramework: 'text',
  targetType: ['CFItem', 'ceasn:Competency'],
} as const

export const libraryInputs = {
  save: [
    members({
      id: 'text',
      after: whole(1),
      name: text,
      description: text,
      criteria: text,
      language: 'language tag',
      tags: 'texts',
      skills: { each: { members: skill } },
      level: 'text',
      validFor: { members: { count: needed(whole(1, 36_500)), unit: needed(units) } },
      picture: 'bytes',
      look: {
        members: { shape: text, icon: text, colour: needed('colour'), words: 'text' },
      },
      removePicture: 'boolean',
      certificate: {
        members: {
          template: ['classic', 'modern', 'record'],
          signatures: {
            each: { members: { name: text, role: 'text', image: 'bytes', removeImage: 'boolean' } },
          },
          logo: 'bytes',
          removeLogo: 'boolean',
        },
      },
    }),
  ],
  setSkills: [members({ id: text, skills: needed({ each: { members: skill } }) })],
  history: [text],
  duplicate: [members({ id: text, name: text })],
  retire: [members({ id: text, retired: 'boolean' })],
  get: [members({ id: text, version: whole(1) })],
  list: [{ members: { retired: 'boolean', ...page } }],
  picture: [members({ id: text, version: whole(1) })],
  mail: [members({ id: text, name: 'text', locale: 'text', issuer: 'text' })],
  addSkills: [members({ file: needed('bytes'), name: 'text' })],
  frameworks: [],
  findSkills: [members({ words: text, frameworkId: 'text' })],
  removeSkills: [members({ frameworkId: text })],
} as const satisfies InputsOf<LibrarySteps>
