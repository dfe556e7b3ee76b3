import type { StepsOf } from '../core/steps.js'
import { addReport, listReports, settleReport } from './reports.js'
import type { ReportSteps } from './types.js'

export const reportSteps: StepsOf<ReportSteps> = { add: addReport, list: listReports, settle: settleReport }

export { reportInputs } from './inputs.js'
