import { subjectOf } from '../core/ids.js'
import { historyOf } from '../core/log.js'
import type { StepsOf } from '../core/steps.js'
import {
  answerQuestion,
  approveApplication,
  askApplicant,
  getApplication,
  listApplications,
  lookAtApplication,
  rejectApplication,
  submitApplication,
} from './applications.js'
import { getForm, listForms, setForm } from './forms.js'
import type { ApplicationSteps } from './types.js'

export const applicationSteps: StepsOf<ApplicationSteps> = {
  setForm,
  form: getForm,
  forms: listForms,
  submit: submitApplication,
  look: lookAtApplication,
  get: getApplication,
  list: listApplications,
  approve: (context, { applicationId }) => approveApplication(context, { applicationId }),
  reject: rejectApplication,
  ask: askApplicant,
  answer: answerQuestion,
  history: (context, id) => historyOf(context, subjectOf('application', id)),
}

export { applicationInputs } from './inputs.js'
