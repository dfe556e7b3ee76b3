import { issuerOf } from '../../../badge/index.js'
import { credentialKinds } from '../../../badge/kinds/index.js'
import { defined } from '../../../internal/defined.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import { pointerJoin } from '../../../internal/pointer.js'
import { problem } from '../../../internal/problems.js'
import { type ListVerdict, readStatus, type StatusFinding } from '../../../status/read/index.js'
import type { CredentialKind } from '../../../types/credential.js'
import type { JsonObject } from '../../../types/json.js'
import type { StatusReport } from '../../../types/status.js'
import { type Finding, passed } from '../../core/check.js'
import { type NestedResult, type VerifyNested, withoutPolicy } from '../../core/nested.js'
import type { VerifyOptions } from '../../core/options.js'
import type { VerificationRun } from '../../core/run.js'

/** At this depth of credentials inside credentials, endorsements and refresh services are not looked at any more. */
const LIST_DEPTH = 2

/** The work of `status.revocation`, where a status service is named. */
export const askStatus = async (run: VerificationRun, verifyNested: VerifyNested): Promise<Finding> =>
  judge(await (run.options.checkStatus ? askCaller(run) : readLists(run, verifyNested)))

function judge(findings: readonly StatusFinding[]): Finding {
  const withdrawn = findings.filter(({ report }) => report.answer === 'revoked' || report.answer === 'suspended')
  const open = findings.filter(({ report }) => report.answer === 'unknown')
  const common = {
    statuses: findings.map(({ report }) => report),
    warnings: findings.flatMap(({ warnings }) => warnings),
    problems: [...withdrawn, ...open].flatMap(({ problems }) => problems),
  }
  const [first] = common.problems
  if (first === undefined) return { ...passed(summaryOf(common.statuses)), ...common }
  return withdrawn.length > 0
    ? {
        ...common,
        status: 'failed',
        summary: first.detail,
      }
    : {
        ...common,
        status: 'indeterminate',
        summary: 'Whether it was revoked could not be found out.',
      }
}

function summaryOf(statuses: readonly StatusReport[]): string {
  const messages = statuses.flatMap(({ message }) => (message === undefined ? [] : [JSON.stringify(message)]))
  const said = messages.length === 0 ? '' : ` The issuer says of it: ${messages.join(', ')}.`
  return `The credential is neither revoked nor suspended.${said}`
}

/** The answers of the caller's own `checkStatus`, which win over everything here. */
async function askCaller({ document, options }: VerificationRun): Promise<readonly StatusFinding[]> {
  const entries = asArray(document.credentialStatus)
  const findings: StatusFinding[] = []
  for (const [i, entry] of entries.entries()) {
    const pointer = Array.isArray(document.credentialStatus) ? pointerJoin('/credentialStatus', i) : '/credentialStatus'
    const answer = isJsonObject(entry) ? await options.checkStatus?.(entry, document) : 'unknown'
    findings.push(callersFinding(pointer, answer))
  }
  return findings
}

function callersFinding(pointer: string, answer: unknown): StatusFinding {
  if (answer === 'valid') return { report: { pointer, answer: 'clear' }, problems: [], warnings: [] }
  const problems =
    answer === 'revoked' || answer === 'suspended'
      ? [problem('ERR_STATUS_REVOKED', `The issuer has ${answer} the credential.`, pointer)]
      : [problem('ERR_STATUS_UNCHECKED', 'The status checker could not tell.', pointer)]
  return {
    report: { pointer, answer: answer === 'revoked' || answer === 'suspended' ? answer : 'unknown' },
    problems,
    warnings: [],
  }
}

function readLists(run: VerificationRun, verifyNested: VerifyNested): Promise<readonly StatusFinding[]> {
  const { id } = run.document
  const issuer = issuerOf(run.document)
  return readStatus(run.document, {
    ...(typeof id === 'string' ? { credentialId: id } : {}),
    ...defined({ issuerId: issuer?.id, statusIssuers: run.options.statusIssuers }),
    strict: run.options.strictStatusList ?? false,
    now: run.now,
    load: run.loader,
    verifyList: async (list) =>
      toVerdict(await verifyNested(list, listOptions(run), { depth: LIST_DEPTH, budget: run.budget })),
  })
}

/**
 * A list whose own status would have to be looked up is not relied on, or lists could lead to lists without end. Without a `now` of
 * the caller's it is verified at the time at which it came: it may have been signed since the verification began.
 */
const listOptions = (run: VerificationRun): VerifyOptions<CredentialKind> => ({
  ...withoutPolicy(run.options),
  accept: credentialKinds,
  profile: 'vcdm',
  checkStatus: () => 'unknown',
})

function toVerdict(result: NestedResult): ListVerdict {
  const document = (result.credential ?? result.unverifiedCredential) as JsonObject | undefined
  const open = result.checks.filter(({ required, status }) => required && status !== 'passed')
  const [first] = open
  if (first === undefined && document !== undefined) {
    const issuerId = result.issuer?.id
    return { proven: true, credential: document, ...defined({ issuerId }) }
  }
  const onlyTime = open.every(({ id }) => id.startsWith('validity.'))
  return onlyTime
    ? { proven: false, code: 'ERR_STATUS_LIST_EXPIRED', detail: `The status list is not in force: ${first?.summary}` }
    : {
        proven: false,
        code: 'ERR_STATUS_LIST_UNVERIFIED',
        detail: `The status list is not proven: ${first?.summary}`,
      }
}
