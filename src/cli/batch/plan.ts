import { readFile } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { detectFormat } from '../../bake/index.js'
import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { isUri } from '../../internal/url.js'
import type { AchievementDraft, ProfileDraft } from '../../types/draft.js'
import { readInputFile, readJsonObjectFile } from '../io.js'

/** A picture to bake into. */
export interface Art {
  readonly bytes: Uint8Array
  readonly format: 'png' | 'svg'
}

/** What is the same for every row: the issuer, and each achievement with its art. */
export interface BatchPlan {
  readonly issuer: string | ProfileDraft
  readonly achievements: ReadonlyMap<string, { readonly draft: AchievementDraft; readonly art?: Art }>
}

export interface PlanFiles {
  readonly achievements: string
  readonly issuer: string
  /** Folder of pictures; default: the folder of the achievements file. */
  readonly images?: string
}

/**
 * Reads the achievements file, a JSON object from a short name (the CSV's `achievement` column) to an achievement
 * draft. Its `image`, where it is a path, is the picture to bake into; without one, `<short name>.png` or `.svg` in
 * the folder of pictures is. A URL stays in the badge as the achievement's image.
 */
export async function readPlan(files: PlanFiles): Promise<BatchPlan> {
  const folder = resolve(files.images ?? dirname(files.achievements))
  const entries = Object.entries(await readJsonObjectFile(files.achievements))
  const achievements = new Map<string, { draft: AchievementDraft; art?: Art }>()
  for (const [name, entry] of entries) {
    if (!isJsonObject(entry)) {
      throw new BadgeError('ERR_DRAFT_INVALID', `The achievement ${JSON.stringify(name)} must be an object.`)
    }
    const { image, ...rest } = entry
    const isPath = typeof image === 'string' && !isUri(image)
    const art = isPath ? await readArt(join(folder, image)) : await findArt(folder, name)
    achievements.set(name, {
      draft: (isPath ? rest : entry) as unknown as AchievementDraft,
      ...(art === undefined ? {} : { art }),
    })
  }
  return { issuer: (await readJsonObjectFile(files.issuer)) as ProfileDraft, achievements }
}

async function readArt(path: string): Promise<Art> {
  const bytes = await readInputFile(path)
  const format = detectFormat(bytes)
  if (format !== 'png' && format !== 'svg') {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', `${path} is neither a PNG nor an SVG.`)
  }
  return { bytes, format }
}

async function findArt(folder: string, name: string): Promise<Art | undefined> {
  for (const path of ['.png', '.svg'].map((extension) => join(folder, name + extension))) {
    if (extname(path) === '' || dirname(path) !== folder) continue
    const exists = await readFile(path).then(
      () => true,
      () => false,
    )
    if (exists) return readArt(path)
  }
  return undefined
}
