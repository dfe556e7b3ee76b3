import { looksLikeJws } from '../badge/index.js'
import { base64Decode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, listOf, output, text, time } from './schema.js'
import { members } from './schemas.js'

const { personId } = members
const outsideId = id('Id of the badge among those of the person.')
const shown = {
  id: outsideId,
  name: text('Its name.'),
  issuerName: text('Its issuer.'),
  authentic: { type: ['boolean', 'null'], description: 'Whether it is what its issuer signed; `null`: not found out.' },
  inForce: { type: ['boolean', 'null'], description: 'Whether it counted when it was added.' },
  isTheirs: flag('Whether it is genuine and was issued to a confirmed address of theirs.'),
  isPublic: flag('Whether others can see it now.'),
  open: flag('Whether the person lets others see it.'),
  addedAt: time('ISO 8601.'),
}
const dates = { issuedAt: text('As the badge says.'), validUntil: text('As the badge says.') }
const Outside = output(shown, dates)

/** Badges of other issuers that somebody keeps among theirs. */
export const outsideOperations: readonly Operation[] = [
  operation({
    name: 'outside.add',
    summary: 'Verifies a badge of another issuer and keeps it among those of a person, private.',
    access: 'learner',
    input: input({ personId, file: text('JSON, a compact JWS, or a file in base64.', limits.outsideText) }),
    output: Outside,
    errors: [
      'ERR_CONSENT_NEEDED',
      'ERR_NOT_A_BADGE',
      'ERR_RECORD_NOT_FOUND',
      'ERR_ROW_DUPLICATE',
      'ERR_VERIFICATION_FAILED',
    ],
    run: async (host, { personId: person, file }: { personId: string; file: string }) => {
      const { fetch, documents } = await host.reading([])
      const isText = file.startsWith('{') || looksLikeJws(file)
      return host.service.outside.add({
        personId: person,
        file: isText ? file : base64Decode(file),
        ...(fetch === undefined ? {} : { fetch }),
        ...(documents === undefined ? {} : { documents }),
      })
    },
  }),
  operation({
    name: 'outside.list',
    summary: 'The badges of other issuers that a person keeps, the newest first.',
    access: 'learner',
    input: input({ personId }),
    output: output({ badges: listOf(Outside) }),
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => ({ badges: await service.outside.list(given) }),
  }),
  operation({
    name: 'outside.setOpen',
    summary: 'Lets others see a badge of another issuer, or no longer.',
    access: 'learner',
    input: input({ personId, id: outsideId, open: flag('Whether others can see it.') }),
    output: Outside,
    errors: ['ERR_ACCESS_DENIED', 'ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: InputOf<'outside', 'setOpen'>) => service.outside.setOpen(given),
  }),
  operation({
    name: 'outside.remove',
    summary: 'Removes a badge of another issuer.',
    access: 'learner',
    input: input({ personId, id: outsideId }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: InputOf<'outside', 'remove'>) => service.outside.remove(given),
  }),
  operation({
    name: 'outside.look',
    summary: 'A badge of another issuer that its owner lets everybody see.',
    access: 'anyone',
    input: input({ id: outsideId }),
    output: output({ ...shown, text: text('The credential, as it was signed.') }, dates),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { id: string }) => found(await service.outside.look({ id: given.id }), 'badge'),
  }),
]
