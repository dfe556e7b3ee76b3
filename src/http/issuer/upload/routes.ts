import { pictureFrom } from '../../../catalogue/index.js'
import { detectFormat } from '../../../container/index.js'
import { isBadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { base64Encode, base64urlEncode } from '../../../internal/encoding.js'
import { limits } from '../../../internal/limits.js'
import { randomBytes } from '../../../internal/random.js'
import type { BatchRowOutcome, IssueInput } from '../../../service/index.js'
import { ownIssuer } from '../../site/issuer.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Route } from '../../site/route.js'
import type { Visit } from '../../site/visit.js'
import type { Fields } from '../../web/body.js'
import { issuerPage } from '../frame/route.js'
import { isDayText } from './day.js'
import { previewPage, uploadPage } from './page.js'
import { decodeText, readRows, toBatchRow } from './read.js'

/** Many badges from one file: form, preview, and the batch that comes of it. */
export const uploadRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/upload', (visit) => showUpload(visit, {}, undefined)),
  { ...issuerPage('POST', '/issuer/upload', preview), upload: true },
  { ...issuerPage('POST', '/issuer/upload/confirm', issueBatch), upload: true },
]

const textFields = ['name', 'description', 'criteria', 'validUntil', 'label', 'csvText'] as const

function showUpload(
  visit: Visit,
  values: Readonly<Record<string, string>>,
  problem: string | undefined,
  status = problem === undefined ? 200 : 422,
): Promise<Response> {
  return Promise.resolve(respondPage(visit, (ui) => uploadPage(ui, { values, problem }), { status }))
}

/** What the fields of the upload say. */
interface Upload {
  readonly draft: IssueInput['draft']
  readonly picture: Uint8Array | undefined
  readonly csv: string
  readonly label: string
}

function draftOf(visit: Visit, fields: Fields): IssueInput['draft'] {
  const validUntil = fields.get('validUntil')
  return {
    issuer: ownIssuer(visit.site),
    achievement: { name: fields.get('name'), description: fields.get('description'), criteria: fields.get('criteria') },
    ...(isDayText(validUntil) ? { validUntil } : {}),
  }
}

async function readUpload(visit: Visit, fields: Fields): Promise<Upload> {
  const file = await fields.file('csv')
  const uploaded = await fields.file('picture')
  const carried = fields.get('pictureData')
  const picture = uploaded ?? (carried === '' ? undefined : pictureFrom(carried))
  return {
    draft: draftOf(visit, fields),
    picture,
    csv: file === undefined ? fields.get('csvText') : decodeText(file),
    label: fields.get('label').slice(0, limits.title),
  }
}

async function preview(visit: Visit): Promise<Response> {
  const { fields } = visit
  const values = Object.fromEntries(textFields.map((name) => [name, fields.get(name)]))
  if (fields.get('name') === '' || fields.get('description') === '' || fields.get('criteria') === '') {
    return showUpload(visit, values, visit.t('apply.required'))
  }
  let upload: Upload
  let rows: Awaited<ReturnType<typeof readRows>>
  let outcomes: readonly BatchRowOutcome[]
  try {
    upload = await readUpload(visit, fields)
    rows = await readRows(upload.csv)
    const { draft, picture } = upload
    const input = { draft, rows: rows.map(toBatchRow), ...defined({ picture }), dryRun: true }
    outcomes = (await visit.service.batches.issue(input)).outcomes
  } catch (error) {
    if (isBadgeError(error, 'ERR_ARGUMENT_INVALID')) return showUpload(visit, values, visit.t('issuer.noCsv'))
    if (isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) return showUpload(visit, values, visit.t('error.tooLarge'), 413)
    if (isBadgeError(error, 'ERR_FORMAT_UNKNOWN')) return showUpload(visit, values, visit.t('apply.invalid'))
    throw error
  }
  const refused = outcomes.filter(({ status }) => status === 'refused')
  const problemOf = (row: number): string | undefined => {
    const outcome = outcomes[row - 1]
    return outcome?.status === 'refused' ? (outcome.problems[0]?.detail ?? outcome.message) : undefined
  }
  return respondPage(visit, (ui) =>
    previewPage(ui, {
      name: fields.get('name'),
      picture: upload.picture === undefined ? undefined : dataUrl(upload.picture),
      rows: rows.map(({ row, email, name }) => ({ row, email, name, problem: problemOf(row) })),
      ready: outcomes.length - refused.length,
      refused: refused.length,
      hidden: {
        ...values,
        csvText: upload.csv,
        // Pressing the button twice continues one batch.
        batchId: base64urlEncode(randomBytes(16)),
        ...(upload.picture === undefined ? {} : { pictureData: base64Encode(upload.picture) }),
      },
    }),
  )
}

const dataUrl = (bytes: Uint8Array): string =>
  `data:image/${detectFormat(bytes) === 'png' ? 'png' : 'svg+xml'};base64,${base64Encode(bytes)}`

async function issueBatch(visit: Visit): Promise<Response> {
  const { fields } = visit
  const upload = await readUpload(visit, fields)
  const rows = await readRows(upload.csv)
  const batchId = fields.get('batchId')
  const { batch } = await visit.service.batches.issue({
    draft: upload.draft,
    rows: rows.map(toBatchRow),
    ...defined({ picture: upload.picture }),
    ...(upload.label === '' ? {} : { label: upload.label }),
    ...(batchId === '' ? {} : { id: batchId }),
  })
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batch.id)}?note=issued`)
}
