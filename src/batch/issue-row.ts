import { bakeImage } from '../container/index.js'
import { utf8Encode } from '../internal/bytes.js'
import { defined } from '../internal/defined.js'
import { issueBadge } from '../issue-badge.js'
import type { AchievementDraft, BadgeDraft } from '../types/draft.js'
import type { Signer } from '../types/keys.js'
import type { ModelFinding } from '../types/model.js'
import { noSuchAchievement } from './csv/index.js'
import { refuseRow } from './engine/index.js'
import type { Picture, Plan } from './plan.js'
import type { BatchFile, BatchOutcome, BatchRow } from './types.js'

/** A row on its way to the thread that issues it. */
export interface RowTask {
  readonly row: number
  readonly digest: string
  /** Name of the row's files, without extension. */
  readonly stem: string
  /** JSON of the row. */
  readonly data: string
  /** Whether an earlier run wrote files of that name. */
  readonly isKnown: boolean
}

/** Where files go. */
export interface Files {
  write(name: string, content: Uint8Array): void
  /** The id of the badge in a JSON file that an earlier run wrote, or undefined when the files are not whole. */
  finished(json: string, image: string | undefined): string | undefined
}

interface Planned {
  readonly achievement: AchievementDraft
  readonly picture: Picture | undefined
}

export interface RowIssuer {
  readonly issue: (task: RowTask) => Promise<BatchOutcome>
  /** What was warned of since it was asked the last time; nothing twice. */
  readonly takeWarnings: () => readonly ModelFinding[]
}

/** What turns rows into badges; the same in a worker and without one. */
export function createRowIssuer(plan: Plan, key: Signer, files: Files | undefined): RowIssuer {
  const shared = JSON.parse(plan.draft) as Partial<BadgeDraft>
  const achievements = new Map<string, Planned>()
  for (const [name, { achievement, picture }] of plan.achievements) {
    achievements.set(name, { achievement: JSON.parse(achievement) as AchievementDraft, picture })
  }
  const known = new Set<string>()
  let warnings: ModelFinding[] = []
  const onWarning = (warning: ModelFinding): void => {
    const kind = `${warning.rule} ${warning.pointer}`
    if (known.has(kind)) return
    known.add(kind)
    warnings.push(warning)
  }

  const achievementOf = (given: string | AchievementDraft | undefined = shared.achievement): Planned => {
    if (typeof given === 'object') return { achievement: given, picture: plan.picture }
    const named = given === undefined ? undefined : achievements.get(given)
    if (named !== undefined) return named
    throw noSuchAchievement(achievements.keys())
  }

  const issue = async ({ row: number, digest, stem, data, isKnown }: RowTask): Promise<BatchOutcome> => {
    const base = { row: number, digest }
    const { salt, achievement: named, ...own } = JSON.parse(data) as BatchRow
    const { achievement, picture } = achievementOf(named)
    const json = `${stem}.json`
    const image = picture === undefined ? undefined : `${stem}.${picture.extension}`
    const done = isKnown ? files?.finished(json, image) : undefined
    if (done !== undefined) return { ...base, status: 'already', id: done, ...fileNames(json, image) }

    const draft = { ...shared, ...own, achievement } as BadgeDraft
    const options = { ...plan.create, ...plan.sign, now: plan.now, onWarning, ...defined({ salt }) }
    const badge = await issueBadge(draft, key, options)
    const baked = picture && (await bakeImage(picture.bytes, badge, { ifBaked: 'replace' }))
    if (plan.dryRun) return { ...base, status: 'checked' }

    const text = utf8Encode(`${JSON.stringify(badge, null, 2)}\n`)
    const issued = { ...base, status: 'issued', id: badge.id ?? '' } as const
    if (files === undefined) return { ...issued, ...fileNames(json, image, text, baked) }
    if (baked !== undefined && image !== undefined) files.write(image, baked)
    // The JSON comes last: once it is there, the row is done, whatever happens next.
    files.write(json, text)
    return { ...issued, ...fileNames(json, image) }
  }

  return {
    issue: (task) =>
      issue(task).catch((error: unknown) => {
        const namesIssuer = (JSON.parse(task.data) as BatchRow).issuer !== undefined
        return { ...refuseRow(task.row, error, { namesIssuer }), digest: task.digest }
      }),
    takeWarnings() {
      const taken = warnings
      warnings = []
      return taken
    },
  }
}

function fileNames(json: string, image: string | undefined, text?: Uint8Array, baked?: Uint8Array) {
  const file = (name: string, bytes: Uint8Array | undefined): BatchFile =>
    bytes === undefined ? { name } : { name, bytes }
  return { json: file(json, text), ...(image === undefined ? {} : { image: file(image, baked) }) }
}
