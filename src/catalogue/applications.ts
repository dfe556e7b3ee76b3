import { limits } from '../internal/limits.js'
import type { BadgeService } from '../service/index.js'
import type { JsonObject } from '../types/json.js'
import { found, type InputOf, type Operation, operation, type WithDraft, withDraft } from './operation.js'
import { flag, id, input, integer, listOf, orNull, output, text } from './schema.js'
import { members, schemas } from './schemas.js'
import { applicationJson, badgeJson, eventJson, formJson } from './to-json.js'

const { applicationStage, cursor, email, limit, locale, name, picture, remark, token } = members
const { Application, Badge, Event, Form } = schemas
const applicationId = id('Id of the application.')
const formId = id('Id of the form.')
const answers: JsonObject = {
  type: 'object',
  description: 'By field: text, as a form posts it, or a list of texts.',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
}

type Steps = BadgeService['applications']
type SetForm = InputOf<'applications', 'setForm'>

/** Forms to apply by, and the applications. */
export const applicationOperations: readonly Operation[] = [
  operation({
    name: 'applications.setForm',
    summary: 'Creates a form, or updates the one with this `id`. It is open at `/apply/` and its id.',
    access: 'issuer',
    actions: ['forms'],
    input: input(
      {
        id: text('Lower-case letters, digits and `-`.', limits.formId),
        title: text('Its title.', limits.title),
        schema: { type: 'object', description: 'JSON Schema (2020-12) of an object without nesting: what is asked.' },
        draft: members.draft,
      },
      {
        saved: members.saved,
        description: text('The text below the title.', limits.formDescription),
        picture,
        auto: flag('Approves whatever the schema accepts.', false),
        open: flag('Takes applications.', true),
        rule: {
          ...input(
            { atMost: integer('Approved by it in all; 0 ends it.', 0, 10_000) },
            {
              roster: listOf(email, 'Addresses.', limits.formRoster),
              codes: listOf(text('6 to 64 characters.', 64), 'Codes that were handed out.', limits.formCodes),
              answers: { type: 'object', description: 'By question, the answers that are right.' },
            },
          ),
          description: 'Approves those whom all of its parts fit, without a person.',
        },
        isNew: flag('Refused where there is a form with this id.', false),
      },
    ),
    output: Form,
    errors: [
      'ERR_ACCESS_DENIED',
      'ERR_DRAFT_INVALID',
      'ERR_FORM_INVALID',
      'ERR_FORMAT_UNKNOWN',
      'ERR_RECORD_NOT_FOUND',
      'ERR_ROW_DUPLICATE',
      'ERR_STAGE_INVALID',
    ],
    run: async (host, given: Omit<SetForm, 'draft' | 'picture'> & WithDraft) =>
      formJson(await host.service.applications.setForm(withDraft(host, given))),
  }),
  operation({
    name: 'applications.form',
    summary: 'One form.',
    access: 'anyone',
    input: input({ formId }),
    output: Form,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { formId: string }) =>
      formJson(found(await service.applications.form(given.formId), 'form')),
  }),
  operation({
    name: 'applications.forms',
    summary: 'Lists the forms by which badges are applied for, the closed ones included.',
    access: 'issuer',
    actions: ['read'],
    input: input(),
    output: output({ forms: listOf(Form) }),
    errors: [],
    run: async ({ service }) => ({ forms: (await service.applications.forms()).map(formJson) }),
  }),
  operation({
    name: 'applications.submit',
    summary: 'Applies for a badge. The token shows the applicant their application.',
    access: 'anyone',
    input: input(
      { formId, email, name, answers },
      {
        locale,
        code: text('For a form with a rule of codes.', limits.tokenText),
        honeypot: text('The field that people do not see; whatever is in it comes from a robot.'),
      },
    ),
    output: output({ application: orNull(Application), token: { type: ['string', 'null'] } }),
    errors: ['ERR_ADDRESS_INVALID', 'ERR_ANSWERS_INVALID', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: Parameters<Steps['submit']>[0]) => {
      const { application, token } = await service.applications.submit(given)
      return { application: application && applicationJson(application), token }
    },
  }),
  operation({
    name: 'applications.look',
    summary: 'The application behind its link.',
    access: 'link',
    input: input({ token }),
    output: Application,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) =>
      applicationJson(found(await service.applications.look(given.token), 'application')),
  }),
  operation({
    name: 'applications.get',
    summary: 'One application.',
    access: 'issuer',
    actions: ['read'],
    input: input({ applicationId }),
    output: Application,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { applicationId: string }) =>
      applicationJson(found(await service.applications.get(given.applicationId), 'application')),
  }),
  operation({
    name: 'applications.list',
    summary: 'Lists applications, the newest first.',
    access: 'issuer',
    actions: ['read'],
    input: input(
      {},
      {
        formId: { ...formId, description: 'Only by this form.' },
        stage: applicationStage,
        cursor,
        limit,
      },
    ),
    output: output({ applications: listOf(Application) }, { cursor }, 'Applications, and where to continue.'),
    errors: [],
    run: async ({ service }, query: InputOf<'applications', 'list'>) => {
      const page = await service.applications.list(query)
      return { applications: page.applications.map(applicationJson), cursor: page.cursor }
    },
  }),
  operation({
    name: 'applications.approve',
    summary: 'Issues the badge and offers it; once, however often it is called.',
    access: 'issuer',
    actions: ['decide'],
    input: input({ applicationId }),
    output: output({ application: Application, badge: Badge }),
    errors: ['ERR_ACCESS_DENIED', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID', 'ERR_SIGN_FAILED'],
    run: async ({ service }, given: { applicationId: string }) => {
      const { application, badge } = await service.applications.approve(given)
      return { application: applicationJson(application), badge: await badgeJson(service, badge) }
    },
  }),
  operation({
    name: 'applications.reject',
    summary: 'Rejects an application and notifies the applicant.',
    access: 'issuer',
    actions: ['decide'],
    input: input({ applicationId }, { remark }),
    output: Application,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: Parameters<Steps['reject']>[0]) =>
      applicationJson(await service.applications.reject(given)),
  }),
  operation({
    name: 'applications.ask',
    summary: 'Asks the applicant something; the answer brings the application back into the queue.',
    access: 'issuer',
    actions: ['decide'],
    input: input({ applicationId, remark }),
    output: Application,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: Parameters<Steps['ask']>[0]) =>
      applicationJson(await service.applications.ask(given)),
  }),
  operation({
    name: 'applications.answer',
    summary: 'Answers a question of the reviewer.',
    access: 'link',
    input: input({ token }, { remark: { ...remark, description: 'The answer.' }, answers }),
    output: Application,
    errors: ['ERR_ANSWERS_INVALID', 'ERR_STAGE_INVALID', 'ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID'],
    run: async ({ service }, given: Parameters<Steps['answer']>[0]) =>
      applicationJson(await service.applications.answer(given)),
  }),
  operation({
    name: 'applications.history',
    summary: 'What happened to an application, in order.',
    access: 'issuer',
    actions: ['read'],
    input: input({ applicationId }),
    output: output({ events: listOf(Event) }),
    errors: [],
    run: async ({ service }, given: { applicationId: string }) => ({
      events: (await service.applications.history(given.applicationId)).map(eventJson),
    }),
  }),
]
