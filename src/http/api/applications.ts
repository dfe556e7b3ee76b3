import { serviceLimits } from '../../internal/limits.js'
import type { ApplicationRecord, FormRecord } from '../../service/index.js'
import type { Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { badgeJson } from './badges.js'
import {
  draftOf,
  limitOf,
  named,
  objectOf,
  oneOf,
  optionalBody,
  optionalFlag,
  optionalText,
  pictureOf,
  wrong,
} from './input.js'
import type { Operation } from './operation.js'
import { schemaRef } from './schemas.js'

const stages = ['submitted', 'asked', 'approved', 'rejected'] as const

const formJson = ({ id, title, description, schema, draft, picture, auto, open, createdAt }: FormRecord) => ({
  id,
  title,
  description,
  schema,
  draft,
  hasPicture: picture !== undefined,
  auto,
  open,
  createdAt,
})

const applicationJson = (application: ApplicationRecord) => {
  const { id, formId, stage, applicant, answers, remarks, submittedAt, decidedAt, badgeId } = application
  const { address: email, name, locale } = applicant
  return {
    id,
    formId,
    stage,
    applicant: { email, name, locale },
    answers,
    remarks,
    submittedAt,
    decidedAt,
    badgeId,
  }
}

const idOf = ({ place }: Visit): string => place.applicationId ?? ''
const remark = { type: 'string', description: 'What the applicant is told.' } as const

/** Forms to apply by, and what came in by them. */
export const applicationOperations: readonly Operation[] = [
  {
    id: 'listForms',
    method: 'GET',
    path: '/api/forms',
    summary: 'Lists the forms by which badges are applied for.',
    protected: true,
    answers: {
      200: {
        description: 'All forms, the closed ones included.',
        schema: {
          type: 'object',
          required: ['forms'],
          properties: { forms: { type: 'array', items: schemaRef('Form') } },
        },
      },
    },
    async run({ service }) {
      return { status: 200, body: { forms: (await service.applications.forms()).map(formJson) } }
    },
  },
  {
    id: 'setForm',
    method: 'POST',
    path: '/api/forms',
    summary: 'Makes a form, or gives the one with this `id` a new state. It is open at `/apply/` and its id.',
    protected: true,
    cap: serviceLimits.apiUploadBytes,
    body: {
      type: 'object',
      required: ['id', 'title', 'schema', 'draft'],
      properties: {
        id: { type: 'string', description: 'Small letters, digits and `-`.' },
        title: { type: 'string', maxLength: serviceLimits.title },
        description: { type: 'string' },
        schema: { type: 'object', description: 'JSON Schema (2020-12) of an object without nesting: what is asked.' },
        draft: schemaRef('Draft'),
        picture: { type: 'string', description: 'PNG or SVG in base64.' },
        auto: { type: 'boolean', default: false, description: 'Approves whatever the schema accepts.' },
        open: { type: 'boolean', default: true },
      },
    },
    answers: {
      200: { description: 'The form.', schema: schemaRef('Form') },
    },
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const form = await visit.service.applications.setForm({
        id: optionalText(body, 'id', 64) ?? '',
        title: optionalText(body, 'title', serviceLimits.title) ?? '',
        ...named('description', optionalText(body, 'description', 5000)),
        schema: objectOf(body.schema, '"schema"'),
        draft: draftOf(visit, body.draft),
        ...pictureOf(body),
        ...named('auto', optionalFlag(body, 'auto')),
        ...named('open', optionalFlag(body, 'open')),
      })
      return { status: 200, body: formJson(form) }
    },
  },
  {
    id: 'listApplications',
    method: 'GET',
    path: '/api/applications',
    summary: 'Lists applications, the newest first.',
    protected: true,
    query: {
      formId: 'Only by this form.',
      stage: 'Only in this stage.',
      cursor: 'Where to go on.',
      limit: 'At most so many, up to 200.',
    },
    answers: {
      200: {
        description: 'Applications, and where to go on.',
        schema: {
          type: 'object',
          required: ['applications'],
          properties: {
            applications: { type: 'array', items: schemaRef('Application') },
            cursor: { type: 'string' },
          },
        },
      },
    },
    async run(visit) {
      const query = visit.url.searchParams
      const page = await visit.service.applications.list({
        limit: limitOf(visit),
        ...named('stage', oneOf({ stage: query.get('stage') }, 'stage', stages)),
        ...named('formId', query.get('formId') ?? undefined),
        ...named('cursor', query.get('cursor') ?? undefined),
      })
      return { status: 200, body: { applications: page.applications.map(applicationJson), cursor: page.cursor } }
    },
  },
  {
    id: 'getApplication',
    method: 'GET',
    path: '/api/applications/:applicationId',
    summary: 'One application.',
    protected: true,
    answers: { 200: { description: 'The application.', schema: schemaRef('Application') } },
    async run(visit) {
      const application = await visit.service.applications.get(idOf(visit))
      if (application === null) throw new NotFound()
      return { status: 200, body: applicationJson(application) }
    },
  },
  {
    id: 'approveApplication',
    method: 'POST',
    path: '/api/applications/:applicationId/approve',
    summary: 'Issues the badge and offers it; once, however often it is called.',
    protected: true,
    answers: {
      200: {
        description: 'The application, and the badge.',
        schema: {
          type: 'object',
          required: ['application', 'badge'],
          properties: { application: schemaRef('Application'), badge: schemaRef('Badge') },
        },
      },
    },
    async run(visit) {
      const { application, badge } = await visit.service.applications.approve({ applicationId: idOf(visit) })
      return { status: 200, body: { application: applicationJson(application), badge: await badgeJson(visit, badge) } }
    },
  },
  {
    id: 'rejectApplication',
    method: 'POST',
    path: '/api/applications/:applicationId/reject',
    summary: 'Rejects an application; the applicant is told.',
    protected: true,
    body: { type: 'object', properties: { remark } },
    answers: { 200: { description: 'The application.', schema: schemaRef('Application') } },
    async run(visit, value) {
      const said = named('remark', optionalText(optionalBody(value), 'remark', 5000))
      const application = await visit.service.applications.reject({ applicationId: idOf(visit), ...said })
      return { status: 200, body: applicationJson(application) }
    },
  },
  {
    id: 'askApplicant',
    method: 'POST',
    path: '/api/applications/:applicationId/ask',
    summary: 'Asks the applicant something; the answer brings the application back into the queue.',
    protected: true,
    body: { type: 'object', required: ['remark'], properties: { remark } },
    answers: { 200: { description: 'The application.', schema: schemaRef('Application') } },
    async run(visit, value) {
      const said = optionalText(objectOf(value, 'The body'), 'remark', 5000)
      if (said === undefined) throw wrong('"remark" must say what is asked.')
      const application = await visit.service.applications.ask({ applicationId: idOf(visit), remark: said })
      return { status: 200, body: applicationJson(application) }
    },
  },
]
