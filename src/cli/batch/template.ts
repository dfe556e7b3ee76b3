import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { BatchTemplate } from '../../batch/index.js'
import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { isUri } from '../../internal/url.js'
import type { AchievementDraft, ProfileDraft } from '../../types/draft.js'
import { readInputFile, readJsonObjectFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'

export interface TemplateFiles {
  readonly achievements: string
  readonly issuer: string
  /** Folder of pictures; default: the folder of the achievements file. */
  readonly images?: string
}

export type CourseTemplate = BatchTemplate & Required<Pick<BatchTemplate, 'achievements'>>

/**
 * Reads the achievements file, a JSON object from a short name (the CSV's `achievement` column) to an achievement
 * draft. Its `image`, where it is a path, is the picture to bake into; without one, `<short name>.png` or `.svg` in
 * the folder of pictures is. A URL stays in the badge as the achievement's image.
 */
export async function readTemplate(files: TemplateFiles, around: Surroundings): Promise<CourseTemplate> {
  const folder = resolve(files.images ?? dirname(files.achievements))
  const achievements: [string, NonNullable<BatchTemplate['achievements']>[string]][] = []
  for (const [name, entry] of Object.entries(await readJsonObjectFile(files.achievements, around))) {
    if (!isJsonObject(entry)) {
      throw new BadgeError('ERR_DRAFT_INVALID', `The achievement ${JSON.stringify(name)} must be an object.`)
    }
    const { image, ...rest } = entry
    const isPath = typeof image === 'string' && !isUri(image)
    const path = isPath ? join(folder, image) : await findPicture(folder, name)
    achievements.push([
      name,
      {
        achievement: (isPath ? rest : entry) as unknown as AchievementDraft,
        ...(path === undefined ? {} : { picture: await readInputFile(path, around) }),
      },
    ])
  }
  const issuer = (await readJsonObjectFile(files.issuer, around)) as ProfileDraft
  return { draft: { issuer }, achievements: Object.fromEntries(achievements) }
}

async function findPicture(folder: string, name: string): Promise<string | undefined> {
  for (const file of [`${name}.png`, `${name}.svg`]) {
    if (basename(file) !== file) continue
    const found = await stat(join(folder, file)).catch(() => undefined)
    if (found?.isFile()) return join(folder, file)
  }
  return undefined
}
