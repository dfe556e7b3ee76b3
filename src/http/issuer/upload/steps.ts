import { fileKindOf } from '../../../batch/csv/index.js'
import { pictureFrom } from '../../../catalogue/index.js'
import { pictureFormat, pictureUrl } from '../../../container/picture/index.js'
import { BadgeError, isBadgeError } from '../../../errors.js'
import { safeFileName } from '../../../export/index.js'
import { utf8Encode } from '../../../internal/bytes.js'
import { defined } from '../../../internal/defined.js'
import { base64Decode, base64Encode, base64urlEncode } from '../../../internal/encoding.js'
import { limits } from '../../../internal/limits.js'
import { randomBytes } from '../../../internal/random.js'
import { parseDateTime } from '../../../internal/time.js'
import type { BatchInput, BatchRowOutcome, IssueInput, SavedBadge } from '../../../service/index.js'
import { timeZoneOf } from '../../site/brand.js'
import { ownIssuer } from '../../site/issuer.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import { mayUse, type Visit } from '../../site/visit.js'
import type { Fields } from '../../web/body.js'
import { NotFound } from '../../web/outcome.js'
import { type Refused, refusalText } from '../frame/refusal.js'
import { tableFile } from '../frame/table-file.js'
import { previewPage, type UploadProblems, uploadPage } from './page.js'
import { readRecipients } from './read.js'

const textFields = [
  'name',
  'description',
  'criteria',
  'validUntil',
  'releaseAt',
  'approval',
  'label',
  'csvText',
  'saved',
  'suspendable',
] as const

/** The form, empty. */
export const emptyUpload = (visit: Visit): Promise<Response> =>
  showUpload(visit, { saved: visit.url.searchParams.get('saved') ?? '' }, {})

async function showUpload(
  visit: Visit,
  values: Readonly<Record<string, string>>,
  problems: UploadProblems,
  status = Object.keys(problems).length === 0 ? 200 : 422,
): Promise<Response> {
  const required = visit.service.options.approval?.required === true
  const { library } = visit.service
  const saved = await savedIn(visit, values.saved)
  const listed = saved === undefined && mayUse(visit, 'library.list') ? (await library.list({ limit: 50 })).badges : []
  const view = {
    values: { ...values, approvalRequired: String(required) },
    problems,
    saved: saved && { name: saved.badge.name, pictureUrl: savedPictureUrl(visit, saved) },
    library: listed.map(({ id, name }) => ({ id, name })),
    ...(await keptOf(visit)),
  }
  return respondPage(visit, (ui) => uploadPage(ui, view), { status })
}

/** The badge of the library that is awarded; 404 for one that there is not, or that is retired. */
async function savedIn(visit: Visit, id = '', version?: number): Promise<SavedBadge | undefined> {
  if (id === '') return undefined
  const saved = await visit.service.library.get({ id, ...defined({ version }) })
  if (saved === null || saved.badge.retiredAt !== undefined) throw new NotFound()
  return saved
}

const savedPictureUrl = (visit: Visit, { badge, version }: SavedBadge): string | undefined =>
  version.picture === undefined
    ? undefined
    : visit.href(`/issuer/library/${encodeURIComponent(badge.id)}/picture?v=${version.version}`)

/** The file and the picture that were chosen before the form came again. */
async function keptOf(visit: Visit): Promise<{ kept: number | undefined; hidden: Record<string, string> }> {
  const { fields } = visit
  const csv = await readCsvField(fields).catch(() => new Uint8Array())
  const picture = (await fields.file('picture').catch(() => undefined)) ?? undefined
  const carried = fields.get('pictureData')
  const hidden = {
    ...(picture !== undefined && picture.length <= limits.pictureBytes
      ? { pictureData: base64Encode(picture) }
      : carried === ''
        ? {}
        : { pictureData: carried }),
  }
  // What was typed is in its field.
  if (fields.get('csvText') !== '' || csv.length === 0 || csv.length > limits.csvBytes)
    return { kept: undefined, hidden }
  const found = await readRecipients(csv, timeZoneOf(visit)).catch(() => undefined)
  if (found === undefined) return { kept: undefined, hidden }
  return { kept: found.rows.length, hidden: { ...hidden, csvData: base64Encode(csv) } }
}

/** A table with the headings of this language, for this badge. */
export async function template(visit: Visit): Promise<Response> {
  const { columnName, writeCsv } = await import('../../../batch/csv/index.js')
  const saved = await savedIn(visit, visit.url.searchParams.get('saved') ?? '')
  const wanted = [
    'email',
    'name',
    'locale',
    'validFrom',
    // What follows from the badge is not typed.
    ...(saved?.version.validFor === undefined ? (['validUntil'] as const) : []),
    'evidence',
    'narrative',
    'result',
  ] as const
  const { locale } = visit.translator
  const csv = writeCsv([wanted.map((column) => columnName(column, locale))], locale)
  return tableFile(visit, csv, safeFileName(saved?.badge.name ?? 'template', 'csv'))
}

/** What the fields of the upload say. */
interface Upload {
  readonly saved: SavedBadge | undefined
  readonly draft: IssueInput['draft']
  readonly picture: Uint8Array | undefined
  /** The file of recipients. */
  readonly csv: Uint8Array
  readonly label: string
  readonly release: Pick<BatchInput, 'releaseAt' | 'approval' | 'statusPurpose'>
}

function draftOf(visit: Visit, fields: Fields, saved: SavedBadge | undefined): IssueInput['draft'] {
  // The rest is in the library.
  if (saved !== undefined) return { issuer: ownIssuer(visit.site) } as unknown as IssueInput['draft']
  const validUntil = fields.get('validUntil')
  if (validUntil !== '' && parseDateTime(`${validUntil}T00:00:00Z`) === null) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The end of validity must be a day such as 2027-12-31.')
  }
  return {
    issuer: ownIssuer(visit.site),
    achievement: { name: fields.get('name'), description: fields.get('description'), criteria: fields.get('criteria') },
    ...(validUntil === '' ? {} : { validUntil }),
  }
}

async function readUpload(visit: Visit, fields: Fields): Promise<Upload> {
  const version = Number(fields.get('savedVersion'))
  const saved = await savedIn(visit, fields.get('saved'), version > 0 ? version : undefined)
  const uploaded = saved === undefined ? await fields.file('picture') : undefined
  const carried = fields.get('pictureData')
  const picture = saved !== undefined ? undefined : (uploaded ?? (carried === '' ? undefined : pictureFrom(carried)))
  return {
    saved,
    draft: draftOf(visit, fields, saved),
    picture,
    csv: await readCsvField(fields),
    // Without a name of its own, a batch is called as its badge.
    label: (fields.get('label') || saved?.badge.name || fields.get('name')).slice(0, limits.title),
    release: {
      ...(fields.get('releaseAt') === '' ? {} : { releaseAt: fields.get('releaseAt').slice(0, limits.dateText) }),
      ...(fields.get('approval') === 'true' ? { approval: true } : {}),
      ...(fields.get('suspendable') === 'true' ? { statusPurpose: 'suspension' as const } : {}),
    },
  }
}

/** Whether badges of this upload are offered later than they are issued. */
const isHeld = (visit: Visit, { release }: Upload): boolean =>
  release.releaseAt !== undefined || release.approval === true || visit.service.options.approval?.required === true

/** The file as it was uploaded, as the preview carries it, or what was typed. */
async function readCsvField(fields: Fields): Promise<Uint8Array> {
  const carried = fields.get('csvData')
  try {
    const typed = fields.get('csvText')
    return (await fields.file('csv')) ?? (typed !== '' || carried === '' ? utf8Encode(typed) : base64Decode(carried))
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The file of recipients must be in base64.', { cause })
  }
}

const valuesOf = ({ fields }: Visit): Record<string, string> =>
  Object.fromEntries(textFields.map((name) => [name, fields.get(name)]))

/** The form again, with all that was given. */
export const correct = (visit: Visit): Promise<Response> => showUpload(visit, valuesOf(visit), {})

/** All that is wrong with what was given, before any of it is tried. */
async function problemsOf(visit: Visit): Promise<{ problems: UploadProblems; status: 413 | 422 }> {
  const { fields } = visit
  const problems: { -readonly [Name in keyof UploadProblems]: UploadProblems[Name] } = {}
  let status: 413 | 422 = 422
  if (fields.get('saved') === '') {
    if (fields.get('name') === '') problems.name = visit.t('library.nameMissing')
    if (fields.get('description') === '') problems.description = visit.t('library.descriptionMissing')
    if (fields.get('criteria') === '') problems.criteria = visit.t('library.criteriaMissing')
    const day = fields.get('validUntil')
    if (day !== '' && parseDateTime(`${day}T00:00:00Z`) === null) problems.validUntil = visit.t('apply.invalid')
    const picture = await fields.file('picture')
    if (picture !== undefined && (picture.length > limits.pictureBytes || pictureFormat(picture) === undefined)) {
      problems.picture = visit.t('library.wrongPicture', { size: Math.floor(limits.pictureBytes / 1024) })
      if (picture.length > limits.pictureBytes) status = 413
    }
  }
  let csv: Uint8Array | undefined
  try {
    csv = await readCsvField(fields)
    await readRecipients(csv, timeZoneOf(visit))
  } catch (error) {
    if (!isBadgeError(error)) throw error
    const isLarge = error.code === 'ERR_LIMIT_EXCEEDED'
    if (isLarge) status = 413
    problems.csv = isLarge ? visit.t('error.tooLarge') : csvProblem(visit, csv)
  }
  return { problems, status }
}

export async function preview(visit: Visit): Promise<Response> {
  const { fields } = visit
  const values = valuesOf(visit)
  const { problems, status } = await problemsOf(visit)
  if (Object.keys(problems).length > 0) return showUpload(visit, values, problems, status)
  const upload = await readUpload(visit, fields)
  const recipients = await readRecipients(upload.csv, timeZoneOf(visit))
  let outcomes: readonly BatchRowOutcome[]
  try {
    const { draft, picture, release } = upload
    const rows = recipients.inputs.slice(0, limits.batchPreviewRows)
    const input = { draft, rows, ...defined({ picture, saved: savedRef(upload) }), ...release, dryRun: true }
    outcomes = (await visit.service.batches.issue(input)).outcomes
  } catch (error) {
    if (isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) {
      return showUpload(visit, values, { form: visit.t('error.tooLarge') }, 413)
    }
    if (isBadgeError(error, 'ERR_FORMAT_UNKNOWN') || isBadgeError(error, 'ERR_ARGUMENT_INVALID')) {
      return showUpload(visit, values, { form: visit.t('apply.invalid') })
    }
    throw error
  }
  const { csv, picture } = upload
  const held = isHeld(visit, upload)
  const faultOf = (row: number): Refused | undefined => {
    const [outcome, input] = [outcomes[row - 1], recipients.inputs[row - 1]]
    // Of rows that were not tried, what could not be read is known.
    return outcome?.status === 'refused' ? outcome : isBadgeError(input) ? input : undefined
  }
  const refused = recipients.rows.filter(({ number }) => faultOf(number) !== undefined).length
  const had = outcomes.filter(({ status }) => status === 'already').length
  const problemOf = (row: number): string | undefined => {
    const fault = faultOf(row)
    return fault && refusalText(visit.translator, fault)
  }
  return respondPage(visit, (ui) =>
    previewPage(ui, {
      name: upload.saved?.badge.name ?? fields.get('name'),
      picture:
        upload.saved !== undefined
          ? savedPictureUrl(visit, upload.saved)
          : picture === undefined
            ? undefined
            : dataUrl(picture),
      rows: recipients.rows.map(({ number: row, cells: { email = '', name = '' } }) => ({
        ...{ row, email, name },
        problem: problemOf(row),
        had: outcomes[row - 1]?.status === 'already',
      })),
      warnings: [
        ...(recipients.rows.length > outcomes.length
          ? [ui.t('issuer.checkedFirst', { count: ui.number(outcomes.length) })]
          : []),
        ...recipients.warnings.map((warning) =>
          warning.kind === 'encoding'
            ? ui.t('issuer.readAs', { encoding: warning.encoding })
            : ui.t('issuer.unusedColumns', { names: warning.columns.map((name) => name.slice(0, 40)).join(' · ') }),
        ),
      ],
      ready: recipients.rows.length - refused - had,
      refused,
      had,
      isHeld: held,
      hidden: {
        ...values,
        csvText: '',
        // What was looked at is what is awarded.
        ...(upload.saved === undefined ? {} : { savedVersion: String(upload.saved.version.version) }),
        // As it came: a form would change its line ends and blanks.
        csvData: base64Encode(csv),
        // Pressing the button twice continues one batch.
        batchId: base64urlEncode(randomBytes(16)),
        ...(picture === undefined ? {} : { pictureData: base64Encode(picture) }),
      },
    }),
  )
}

/** What is wrong with a file of recipients. */
function csvProblem(visit: Visit, csv: Uint8Array | undefined): string {
  const kind = csv === undefined ? undefined : fileKindOf(csv)
  if (kind === undefined) return visit.t('issuer.noCsv')
  return kind === 'binary' ? visit.t('issuer.notText') : visit.t('issuer.notCsv', { format: kind })
}

const savedRef = ({ saved }: Upload) => saved && { id: saved.badge.id, version: saved.version.version }

const dataUrl = (bytes: Uint8Array): string => pictureUrl(bytes, pictureFormat(bytes) ?? 'svg')

export async function issueBatch(visit: Visit): Promise<Response> {
  const { fields } = visit
  const upload = await readUpload(visit, fields)
  const { inputs } = await readRecipients(upload.csv, timeZoneOf(visit))
  const batchId = fields.get('batchId')
  const input = {
    draft: upload.draft,
    rows: inputs,
    ...upload.release,
    ...defined({ picture: upload.picture, saved: savedRef(upload) }),
    ...(upload.label === '' ? {} : { label: upload.label }),
    ...(batchId === '' ? {} : { id: batchId }),
  }
  // Nobody waits for more before a page that loads.
  const batch =
    inputs.length > limits.batchWaitedRows
      ? await visit.service.batches.start(input)
      : (await visit.service.batches.issue(input)).batch
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batch.id)}?note=issued`)
}
