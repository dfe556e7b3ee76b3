import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { foldText } from '../../internal/fold-text.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import { nameWords } from '../core/name-words.js'
import type { Skill, SkillFrameworkRecord } from '../core/records/index.js'
import { find, findAll, put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { readSkillFile } from './skill-file.js'
import type { LibrarySteps } from './types.js'

/** Skills of one record. */
const PART = 500
const FOUND = 50

export async function addSkills(
  context: ServiceContext,
  { file, name }: Parameters<LibrarySteps['addSkills']>[0],
): Promise<SkillFrameworkRecord> {
  const given = name?.trim()
  if (given !== undefined && (isBlank(given) || given.length > limits.title)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`name\` must have 1 to ${limits.title} characters.`)
  }
  const read = await readSkillFile(file)
  const known = await listFrameworks(context)
  if (known.length >= limits.frameworks) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `There are at most ${limits.frameworks} files of skills; remove one first.`,
    )
  }
  const id = newId(context.now())
  const framework: SkillFrameworkRecord = {
    schemaVersion: 1,
    id,
    name: given ?? read.name,
    kind: read.kind,
    skills: read.skills.length,
    addedAt: iso(context.now()),
  }
  const parts = Array.from({ length: Math.ceil(read.skills.length / PART) }, (_, part) =>
    put('skill-parts', `${id}.${String(part).padStart(6, '0')}`, undefined, {
      schemaVersion: 1,
      frameworkId: id,
      skills: read.skills.slice(part * PART, (part + 1) * PART),
    }),
  )
  const log = await nextEntries(context, subjectOf('skills', id), 'issuer', { type: 'skills-added' })
  await context.storage.commit([put('skill-frameworks', id, undefined, framework), ...parts, ...log.changes])
  context.emit(log.events)
  return framework
}

export const listFrameworks = async (context: ServiceContext): Promise<SkillFrameworkRecord[]> =>
  (await find(context.storage, 'skill-frameworks', undefined, { limit: limits.frameworks })).records.map(
    ({ value }) => value,
  )

/** Looks through one file, or all of them; how many there may be, and how many skills of each, is bounded. */
export async function findSkills(
  context: ServiceContext,
  { words, frameworkId }: Parameters<LibrarySteps['findSkills']>[0],
): Promise<{ skills: Skill[]; more: boolean }> {
  const wanted = nameWords(words.slice(0, limits.title))
  const frameworks = frameworkId === undefined ? await listFrameworks(context) : [{ id: frameworkId }]
  const skills: Skill[] = []
  if (wanted.length === 0) return { skills, more: false }
  for (const { id } of frameworks) {
    let cursor: string | undefined
    do {
      const page = await find(context.storage, 'skill-parts', { index: 'framework', value: id }, { limit: 4, cursor })
      for (const skill of page.records.flatMap(({ value }) => value.skills)) {
        if (!matches(skill, wanted)) continue
        if (skills.length === FOUND) return { skills, more: true }
        skills.push(skill)
      }
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return { skills, more: false }
}

/** Whether each of the words begins one of the skill, or is part of its code. */
function matches({ targetName, targetCode = '' }: Skill, wanted: readonly string[]): boolean {
  const text = ` ${fold(`${targetName} ${targetCode}`)}`
  return wanted.every((word) => text.includes(` ${word}`) || fold(targetCode).includes(word))
}

const fold = (text: string): string => foldText(text).replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')

export async function removeSkills(context: ServiceContext, { frameworkId }: { frameworkId: string }): Promise<void> {
  await retrying(async () => {
    const stored = isId(frameworkId) ? await read(context.storage, 'skill-frameworks', frameworkId) : undefined
    if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such file of skills.')
    const parts = await findAll(context.storage, 'skill-parts', { index: 'framework', value: frameworkId })
    const log = await nextEntries(context, subjectOf('skills', frameworkId), 'issuer', { type: 'skills-removed' })
    await context.storage.commit([
      put('skill-frameworks', frameworkId, stored, null),
      ...parts.map((part) => put('skill-parts', part.key, part, null)),
      ...log.changes,
    ])
    context.emit(log.events)
  })
}
