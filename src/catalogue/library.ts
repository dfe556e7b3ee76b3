import { defined } from '../internal/defined.js'
import { base64Encode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import type { BadgeService } from '../service/index.js'
import { found, type InputOf, type Operation, operation, pictureFrom } from './operation.js'
import { flag, id, input, integer, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'

const { cursor, limit, locale } = members
const savedId = id('Id of the badge in the library.')
const version = integer('Which version. Default: the newest.', 1)
const base64 = (what: string, bytes: number) => text(`${what} in base64: PNG, SVG or JPEG.`, Math.ceil(bytes / 3) * 4)

const Skill = {
  ...input(
    { targetName: text('Its name.', limits.skillText), targetUrl: text('Its address.', limits.skillText) },
    {
      targetCode: text('Its code.', limits.skillText),
      targetDescription: text('What it is.', limits.skillText),
      targetFramework: text('The framework that it is of.', limits.skillText),
      targetType: oneOf('What it is to that framework.', ['CFItem', 'ceasn:Competency']),
    },
  ),
  description: 'A skill, as an alignment has it.',
}
const validFor = {
  ...input({
    count: integer('How many.', 1, 36_500),
    unit: oneOf('Of what.', ['days', 'months', 'years']),
  }),
  description: 'For how long it is valid.',
}
const look = {
  ...input(
    {
      shape: text('Name of a shape.', limits.skillCode),
      icon: text('Name of an icon.', limits.skillCode),
      colour: text('`#rrggbb`.', limits.brandName),
    },
    { words: text('On a band across it.', limits.badgeWords) },
  ),
  description: 'What its picture is drawn from.',
}
const template = oneOf('The design of its certificate.', ['classic', 'modern', 'record'])
const signer = { name: text('Name.', limits.personName) }
const role = text('What they are.', limits.personName)

const SavedBadge = output(
  {
    id: savedId,
    version: integer('Number of the version.'),
    name: text('Its name.'),
    createdAt: time('ISO 8601.'),
    changedAt: time('ISO 8601.'),
    retired: flag('Whether it is out of use.'),
    achievement: { type: 'object', description: 'As drafts have it.' },
  },
  {
    level: text('What everybody reaches who is awarded it.'),
    validFor,
    look,
    certificate: output({}, { template, signatures: listOf(output(signer, { role })) }),
  },
)
const Framework = output({
  id: id('Id of the file.'),
  name: text('Name.'),
  kind: oneOf('What it is.', ['CASE', 'ESCO', 'CTDL']),
  skills: integer('How many skills.'),
  addedAt: time('ISO 8601.'),
})

type Saved = NonNullable<Awaited<ReturnType<BadgeService['library']['get']>>>

/** Pictures go out by themselves. */
function savedJson({ badge, version: { achievement, level, validFor, look, certificate, version } }: Saved) {
  const { id, name, createdAt, changedAt, retiredAt } = badge
  return {
    ...{ id, version, name, createdAt, changedAt, retired: retiredAt !== undefined, achievement },
    ...defined({
      level,
      validFor,
      look,
      certificate: certificate && {
        ...defined({ template: certificate.template }),
        signatures: (certificate.signatures ?? []).map(({ name, role }) => ({ name, ...defined({ role }) })),
      },
    }),
  }
}

type Save = InputOf<'library', 'save'>
type Pictured<Input, Name extends string> = Omit<Input, Name> & { readonly [Key in Name]?: string }
type Certificate = NonNullable<Save['certificate']>
type Signature = NonNullable<Certificate['signatures']>[number]
type SaveGiven = Omit<Pictured<Save, 'picture'>, 'certificate'> & {
  readonly certificate?: Omit<Pictured<Certificate, 'logo'>, 'signatures'> & {
    readonly signatures?: readonly Pictured<Signature, 'image'>[]
  }
}

const bytes = (given: string | undefined) => (given === undefined ? undefined : pictureFrom(given))

function saveInput({ picture, certificate, ...rest }: SaveGiven): Save {
  if (certificate === undefined) return { ...rest, ...defined({ picture: bytes(picture) }) }
  const { logo, signatures, ...more } = certificate
  return {
    ...rest,
    ...defined({ picture: bytes(picture) }),
    certificate: {
      ...more,
      ...defined({
        logo: bytes(logo),
        signatures: signatures?.map(({ image, ...signature }) => ({
          ...signature,
          ...defined({ image: bytes(image) }),
        })),
      }),
    },
  }
}

const badPicture = ['ERR_FORMAT_UNKNOWN', 'ERR_IMAGE_CORRUPT', 'ERR_IMAGE_UNSAFE', 'ERR_PEER_MISSING'] as const

/** The badges that an issuer awards again and again, and the skills that they name. */
export const libraryOperations: readonly Operation[] = [
  operation({
    name: 'library.save',
    summary: 'Saves a badge in the library, or a new version of one. Badges that were issued stay as they are.',
    access: 'issuer',
    actions: ['library'],
    input: input(
      {
        name: text('Its name.', limits.title),
        description: text('What it recognises.', limits.typedText),
        criteria: text('What it takes to earn it; Markdown.', limits.typedText),
      },
      {
        id: savedId,
        after: integer('The version that this follows; refused where there is a newer one.', 1),
        language: { ...locale, description: 'BCP 47: the language that it is written in.' },
        tags: listOf(text('A word.', limits.skillCode), 'Tags.', limits.savedTags),
        skills: listOf(Skill, 'Skills that it shows.', limits.savedSkills),
        level: text('What everybody reaches who is awarded it.', limits.skillCode),
        validFor,
        picture: base64('Its picture', limits.pictureBytes),
        look,
        removePicture: flag('There is no picture from now on.', false),
        certificate: input(
          {},
          {
            template,
            signatures: listOf(
              input(signer, {
                role,
                image: base64('Their hand', limits.logoBytes),
                removeImage: flag('Only the name from now on.', false),
              }),
              'Who signs.',
              limits.signatures,
            ),
            logo: base64('The logo of a partner', limits.logoBytes),
            removeLogo: flag('There is no second logo from now on.', false),
          },
        ),
      },
    ),
    output: SavedBadge,
    errors: [...badPicture, 'ERR_DRAFT_INVALID', 'ERR_FONT_MISSING', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: SaveGiven) => savedJson(await service.library.save(saveInput(given))),
  }),
  operation({
    name: 'library.setSkills',
    summary: 'Saves a new version of a badge of the library, in which only the skills are others.',
    access: 'issuer',
    actions: ['library'],
    input: input({ id: savedId, skills: listOf(Skill, 'Skills that it shows.', limits.savedSkills) }),
    output: SavedBadge,
    errors: ['ERR_DRAFT_INVALID', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: InputOf<'library', 'setSkills'>) =>
      savedJson(await service.library.setSkills(given)),
  }),
  operation({
    name: 'library.history',
    summary: 'What happened to a badge of the library, in order.',
    access: 'issuer',
    actions: ['read'],
    input: input({ id: savedId }),
    output: output({ events: listOf(schemas.Event) }),
    errors: [],
    run: async ({ service }, { id }: { readonly id: string }) => ({ events: await service.library.history(id) }),
  }),
  operation({
    name: 'library.duplicate',
    summary: 'Copies a badge of the library under another name.',
    access: 'issuer',
    actions: ['library'],
    input: input({ id: savedId, name: text('Name of the copy.', limits.title) }),
    output: SavedBadge,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'library', 'duplicate'>) =>
      savedJson(await service.library.duplicate(given)),
  }),
  operation({
    name: 'library.retire',
    summary: 'Takes a badge of the library out of use, or brings it back. Badges that were issued stay.',
    access: 'issuer',
    actions: ['library'],
    input: input({ id: savedId }, { retired: flag('Whether it is out of use.', true) }),
    output: SavedBadge,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'library', 'retire'>) => savedJson(await service.library.retire(given)),
  }),
  operation({
    name: 'library.get',
    summary: 'A badge of the library with its newest version, or with that one.',
    access: 'issuer',
    actions: ['read'],
    input: input({ id: savedId }, { version }),
    output: SavedBadge,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'library', 'get'>) =>
      savedJson(found(await service.library.get(given), 'badge in the library')),
  }),
  operation({
    name: 'library.list',
    summary: 'The badges of the library, the newest first.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { retired: flag('Those that are out of use.', false), cursor, limit }),
    output: output(
      {
        badges: listOf(
          output({
            id: savedId,
            version: integer('Number of its newest version.'),
            name: text('Its name.'),
            changedAt: time('ISO 8601.'),
          }),
        ),
      },
      { cursor },
    ),
    errors: [],
    run: async ({ service }, given: InputOf<'library', 'list'>) => {
      const { badges, ...more } = await service.library.list(given)
      return { badges: badges.map(({ id, version, name, changedAt }) => ({ id, version, name, changedAt })), ...more }
    },
  }),
  operation({
    name: 'library.picture',
    summary: 'The picture of a badge of the library.',
    access: 'issuer',
    actions: ['read'],
    input: input({ id: savedId }, { version }),
    output: output({
      mediaType: oneOf('Media type.', ['image/png', 'image/svg+xml']),
      base64: text('The picture.'),
    }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'library', 'picture'>) => {
      const { mediaType, bytes } = found(await service.library.picture(given), 'picture')
      return { mediaType, base64: base64Encode(bytes) }
    },
  }),
  operation({
    name: 'library.mail',
    summary: 'The mail that offers a badge of the library, as it would be written now. Nothing is sent.',
    access: 'issuer',
    actions: ['read'],
    input: input(
      { id: savedId },
      { name: members.name, locale, issuer: text('Name of the issuer in it.', limits.brandName) },
    ),
    output: output({ subject: text('Subject.'), text: text('As text.'), html: text('As HTML.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: InputOf<'library', 'mail'>) => service.library.mail(given),
  }),
  operation({
    name: 'library.addSkills',
    summary: 'Adds a file of skills: a CASE package or a CTDL framework (JSON), or the table of skills of ESCO (CSV).',
    access: 'issuer',
    actions: ['library'],
    input: input(
      { file: text('The file, as text.', limits.skillFileBytes) },
      { name: text('What to call it. Default: as the file says.', limits.title) },
    ),
    output: Framework,
    errors: [
      'ERR_FORMAT_UNKNOWN',
      'ERR_JSON_DUPLICATE_KEY',
      'ERR_JSON_FORBIDDEN_KEY',
      'ERR_JSON_INVALID',
      'ERR_JSON_LONE_SURROGATE',
      'ERR_JSON_NUMBER_RANGE',
    ],
    run: ({ service }, { file, name }: { readonly file: string; readonly name?: string }) =>
      service.library.addSkills({ file: new TextEncoder().encode(file), ...defined({ name }) }),
  }),
  operation({
    name: 'library.frameworks',
    summary: 'The files of skills.',
    access: 'issuer',
    actions: ['read'],
    input: input(),
    output: output({ frameworks: listOf(Framework) }),
    errors: [],
    run: async ({ service }) => ({ frameworks: await service.library.frameworks() }),
  }),
  operation({
    name: 'library.findSkills',
    summary: 'Skills whose name or code has all of these words, 50 at most.',
    access: 'issuer',
    actions: ['read'],
    input: input({ words: text('Words.', limits.title) }, { frameworkId: id('Of this file alone.') }),
    output: output({ skills: listOf(Skill), more: flag('Whether there are more.') }),
    errors: [],
    run: ({ service }, given: InputOf<'library', 'findSkills'>) => service.library.findSkills(given),
  }),
  operation({
    name: 'library.removeSkills',
    summary: 'Removes a file of skills. Badges keep what they have of it.',
    access: 'issuer',
    actions: ['library'],
    input: input({ frameworkId: id('Id of the file.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { frameworkId: string }) => service.library.removeSkills(given),
  }),
]
