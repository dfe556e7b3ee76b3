import { limits } from '../internal/limits.js'
import { type InputOf, type Operation, operation } from './operation.js'
import { id, input, listOf, oneOf, output, text, time } from './schema.js'
import { members } from './schemas.js'

const { cursor, email, limit, personId } = members
const reportId = id('Id of the report.')
const page = text('Path of the page that it is about, below the base URL.', limits.requestPath)
const Report = output(
  { id: reportId, text: text('What they wrote.'), at: time('ISO 8601.') },
  { page, email: text('Where an answer is to go, as they typed it.'), closedAt: time('When it was settled.') },
)

const shown = ({ schemaVersion: _, ...report }: { readonly schemaVersion: 1 }) => report

/** Problems that people report on the pages. */
export const reportOperations: readonly Operation[] = [
  operation({
    name: 'reports.add',
    summary: 'Reports a problem to the staff of the issuer.',
    access: 'host',
    input: input({ text: text('What the problem is.', limits.reportText) }, { page, email, personId }),
    output: output({ id: reportId }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'reports', 'add'>) => service.reports.add(given),
  }),
  operation({
    name: 'reports.list',
    summary: 'Problems that were reported, the newest first.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { state: oneOf('Which ones.', ['open', 'settled'], 'open'), cursor, limit }),
    output: output({ reports: listOf(Report) }, { cursor }),
    errors: [],
    run: async ({ service }, given: NonNullable<InputOf<'reports', 'list'>>) => {
      const { reports, ...rest } = await service.reports.list(given)
      return { reports: reports.map(shown), ...rest }
    },
  }),
  operation({
    name: 'reports.settle',
    summary: 'Notes that a problem that was reported is settled.',
    access: 'issuer',
    actions: ['correct'],
    input: input({ reportId }),
    output: Report,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'reports', 'settle'>) => shown(await service.reports.settle(given)),
  }),
]
