import { lookParts } from '../../../draw/badge-art/index.js'
import { type BadgeErrorCode, isBadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import type { SavedBadge, SavedBadgeInput } from '../../../service/index.js'
import type { TextKey } from '../../../texts/index.js'
import { aboutOf } from '../../site/badge/about.js'
import { badgeFacts } from '../../site/badge/facts.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { actorNames } from '../frame/actors.js'
import { carriedFile } from '../frame/carried.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { type SavedField, type SavedFile, type SavedFormView, savedFields, savedFiles, savedFormPage } from './form.js'
import { libraryPage, type SavedView, type SkillsView, savedPage, skillsPage } from './page.js'
import { mailOf, requireSaved, sampleOf } from './sample.js'

const pathOf = (id: string, query = ''): string => `/issuer/library/${encodeURIComponent(id)}${query}`
const pictureUrl = (visit: Visit, { badge, version }: SavedBadge): string | undefined =>
  version.picture === undefined ? undefined : visit.href(pathOf(badge.id, `/picture?v=${version.version}`))

export async function list(visit: Visit): Promise<Response> {
  const { library } = visit.service
  const isRetired = visit.url.searchParams.get('retired') === 'true'
  const found = await library.list({ retired: isRetired, limit: 60, ...cursorOf(visit) })
  const saved = await Promise.all(found.badges.map(({ id }) => library.get({ id })))
  return respondPage(visit, (ui) =>
    libraryPage(ui, {
      rows: saved.flatMap((each) =>
        each === null
          ? []
          : [
              {
                id: each.badge.id,
                name: each.badge.name,
                pictureUrl: pictureUrl(visit, each),
                changedAt: each.badge.changedAt,
                isRetired,
              },
            ],
      ),
      isRetired,
      next: nextUrl(visit, found.cursor, isRetired ? { retired: 'true' } : {}),
    }),
  )
}

const notes = { saved: 'library.savedNote', copied: 'library.copiedNote', skills: 'library.skillsNote' } as const

export const show = (visit: Visit): Promise<Response> => showSaved(visit, {}, 200)

async function showSaved(visit: Visit, extra: Partial<SavedView>, status: number): Promise<Response> {
  const saved = await requireSaved(visit)
  const { badge, version } = saved
  const asked = visit.url.searchParams.get('note')
  const { renderer } = visit.site
  const can = await renderer.abilities()
  const names = actorNames(visit)
  const [about, events, mail] = await Promise.all([
    aboutOf(badgeFacts(sampleOf(visit, saved))),
    visit.service.library.history(badge.id),
    badge.retiredAt === undefined ? visit.service.library.mail({ id: badge.id, ...mailOf(visit) }) : undefined,
  ])
  const history = await Promise.all(events.map(async ({ type, at, actor }) => ({ type, at, by: await names(actor) })))
  const query = `?v=${version.version}`
  const view: SavedView = {
    id: badge.id,
    name: badge.name,
    pictureUrl: pictureUrl(visit, saved),
    changedAt: badge.changedAt,
    isRetired: badge.retiredAt !== undefined,
    version: version.version,
    about,
    issuer: about.facts.issuerName,
    cardUrl: can.cards ? visit.href(pathOf(badge.id, `/card.png${query}`)) : undefined,
    certificateUrl: can.certificates ? visit.href(pathOf(badge.id, `/certificate.pdf${query}`)) : undefined,
    mail: mail && { subject: mail.subject, text: mail.text, url: visit.href(pathOf(badge.id, '/mail.html')) },
    history,
    note: asked !== null && Object.hasOwn(notes, asked) ? visit.t(notes[asked as keyof typeof notes]) : undefined,
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => savedPage(ui, view), { status })
}

const emptyView: Omit<SavedFormView, 'parts'> = {
  id: undefined,
  version: undefined,
  values: {},
  problems: {},
  skills: [],
  pictureUrl: undefined,
  hasLogo: false,
  hasHand: [],
  carried: {},
}

const showForm = (visit: Visit, view: Omit<SavedFormView, 'parts'>, status = 200): Response =>
  respondPage(visit, (ui) => savedFormPage(ui, { ...view, parts: lookParts }), { status })

export const emptyForm = async (visit: Visit): Promise<Response> =>
  showForm(visit, { ...emptyView, values: { colour: visit.site.brand?.colour ?? '#0b5351', icon: 'star', shape: '' } })

/** What is saved, as the fields of the form have it. */
function viewOf(visit: Visit, saved: SavedBadge): Omit<SavedFormView, 'parts'> {
  const { badge, version } = saved
  const { achievement, level, validFor, look, certificate } = version
  const { name, description, criteria, tag, alignment, inLanguage } = achievement as {
    name?: string
    description?: string
    criteria?: { narrative?: string }
    tag?: readonly string[]
    alignment?: readonly { targetName: string }[]
    inLanguage?: string
  }
  const signers = Object.fromEntries(
    (certificate?.signatures ?? []).flatMap(({ name, role = '' }, i) => [
      [`signer${i + 1}`, name],
      [`role${i + 1}`, role],
    ]),
  )
  return {
    ...emptyView,
    id: badge.id,
    version: badge.version,
    values: {
      ...defined({ name, description, criteria: criteria?.narrative, tags: tag?.join(', '), level }),
      ...defined({ language: inLanguage, template: certificate?.template }),
      ...(validFor === undefined ? {} : { validCount: String(validFor.count), validUnit: validFor.unit }),
      ...{ shape: '', icon: 'star', ...look, ...signers },
    },
    skills: (alignment ?? []).map(({ targetName }) => ({ name: targetName, isKept: true })),
    pictureUrl: pictureUrl(visit, saved),
    hasLogo: certificate?.logo !== undefined,
    hasHand: (certificate?.signatures ?? []).map(({ image }) => image !== undefined),
  }
}

export async function editForm(visit: Visit): Promise<Response> {
  const saved = await requireSaved(visit)
  if (saved.badge.retiredAt !== undefined) return redirect(visit, pathOf(saved.badge.id))
  return showForm(visit, viewOf(visit, saved))
}

type Problems = Record<string, string>

/** All that is wrong with what was typed, each beside its field. */
function problemsOf(visit: Visit, values: Readonly<Record<SavedField, string>>): Problems {
  const problems: Problems = {}
  const missing = {
    name: 'library.nameMissing',
    description: 'library.descriptionMissing',
    criteria: 'library.criteriaMissing',
  } as const
  for (const name of ['name', 'description', 'criteria'] as const) {
    if (values[name] === '') problems[name] = visit.t(missing[name])
  }
  const count = Number(values.validCount)
  if (values.validCount !== '' && !(Number.isInteger(count) && count >= 1 && count <= 36_500)) {
    problems.validCount = visit.t('library.validWrong')
  }
  for (const place of [1, 2, 3] as const) {
    if (values[`signer${place}`] === '' && values[`role${place}`] !== '') {
      problems[`signer${place}`] = visit.t('library.signerMissing')
    }
  }
  const tags = tagsOf(values.tags)
  if (tags.length > limits.savedTags || tags.some((tag) => tag.length > limits.skillCode)) {
    problems.tags = visit.t('library.tagsWrong', { count: limits.savedTags })
  }
  return problems
}

const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[、،\n;]|,/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]

/** Where an error of a picture is said. */
const ofPicture: readonly BadgeErrorCode[] = [
  'ERR_FORMAT_UNKNOWN',
  'ERR_IMAGE_CORRUPT',
  'ERR_IMAGE_UNSAFE',
  'ERR_LIMIT_EXCEEDED',
  'ERR_PEER_MISSING',
]

/** Looks at each picture by itself, so that what is wrong with one is said beside it. */
async function pictureProblems(
  visit: Visit,
  files: Readonly<Partial<Record<SavedFile, Uint8Array>>>,
  values: Readonly<Record<SavedField, string>>,
): Promise<Problems> {
  const { fitPicture, drawBadge } = await import('../../../draw/badge-art/index.js')
  const { cleanLogo } = await import('../../../draw/logo/index.js')
  const problems: Problems = {}
  const tried = async (name: string, key: TextKey, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (!isBadgeError(error)) throw error
      problems[name] = visit.t(key, {
        size: Math.floor((name === 'picture' ? limits.pictureBytes : limits.logoBytes) / 1024),
      })
    }
  }
  for (const [name, file] of Object.entries(files)) {
    const isPicture = name === 'picture'
    await tried(name, isPicture ? 'library.wrongPicture' : 'brand.wrongLogo', () =>
      isPicture ? fitPicture(file) : cleanLogo(file),
    )
  }
  if (files.picture === undefined && values.shape !== '') {
    const { shape, icon, colour, words } = values
    await tried('words', 'library.wrongWords', () => drawBadge({ shape, icon, colour, words }))
  }
  return problems
}

/** Saves what was typed, or shows the form again with all that is wrong with it. Files that were chosen stay chosen. */
export async function save(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const id = visit.params.savedId
  const before = id === undefined ? undefined : await requireSaved(visit)
  const values = Object.fromEntries(
    savedFields.map((name) => [name, fields.get(name).replaceAll(/\r\n?/g, '\n')]),
  ) as Record<SavedField, string>
  const found = await Promise.all(savedFiles.map(async (name) => [name, await carriedFile(fields, name)] as const))
  const files: Partial<Record<SavedFile, Uint8Array>> = Object.fromEntries(found.filter((row) => row[1] !== undefined))
  const problems = { ...problemsOf(visit, values), ...(await pictureProblems(visit, files, values)) }
  if (Object.keys(problems).length === 0) {
    try {
      const saved = await service.library.save(inputOf(visit, before, values, files))
      return redirect(visit, pathOf(saved.badge.id, '?note=saved'))
    } catch (error) {
      const isTyped = ['ERR_DRAFT_INVALID', 'ERR_ARGUMENT_INVALID', ...ofPicture].some((code) =>
        isBadgeError(error, code as BadgeErrorCode),
      )
      if (!isTyped) throw error
      problems.name = visit.t('library.wrongText')
    }
  }
  const kept = new Set(fields.all('skill'))
  const base = before === undefined ? emptyView : viewOf(visit, before)
  const carried = Object.fromEntries(Object.entries(files).filter(([name]) => !Object.hasOwn(problems, name)))
  const view: Omit<SavedFormView, 'parts'> = {
    ...base,
    version: Number(fields.get('after')) || base.version,
    values,
    problems,
    skills: base.skills.map(({ name }, i) => ({ name, isKept: kept.has(String(i)) })),
    carried,
  }
  return showForm(visit, view, 422)
}

function inputOf(
  visit: Visit,
  before: SavedBadge | undefined,
  values: Readonly<Record<SavedField, string>>,
  files: Readonly<Partial<Record<SavedFile, Uint8Array>>>,
): SavedBadgeInput {
  const { fields } = visit
  const kept = new Set(fields.all('skill'))
  const skills = skillsOf(before).filter((_, i) => kept.has(String(i)))
  const after = Number(fields.get('after'))
  const { name, description, criteria, level, language, shape, icon, colour, words } = values
  const unit = (['days', 'months', 'years'] as const).find((each) => each === values.validUnit) ?? 'years'
  const template = (['classic', 'modern', 'record'] as const).find((each) => each === values.template)
  const text = (value: string): string | undefined => (value === '' ? undefined : value)
  const signatures = ([1, 2, 3] as const).flatMap((place) => {
    const signer = values[`signer${place}`]
    if (signer === '') return []
    return [{ name: signer, ...defined({ role: text(values[`role${place}`]), image: files[`hand${place}`] }) }]
  })
  return {
    ...{ name, description, criteria, skills, tags: tagsOf(values.tags) },
    ...(before === undefined ? {} : { id: before.badge.id, ...(after > 0 ? { after } : {}) }),
    ...defined({ level: text(level), language: text(language), picture: files.picture }),
    ...(values.validCount === '' ? {} : { validFor: { count: Number(values.validCount), unit } }),
    ...(files.picture === undefined && shape !== ''
      ? { look: { shape, icon, colour, ...defined({ words: text(words) }) } }
      : {}),
    removePicture: fields.get('removePicture') === 'true',
    certificate: {
      signatures,
      ...defined({ template, logo: files.logo }),
      removeLogo: fields.get('removeLogo') === 'true',
    },
  }
}

type Skills = NonNullable<SavedBadgeInput['skills']>

const skillsOf = (saved: SavedBadge | undefined): Skills =>
  (saved?.version.achievement.alignment ?? []) as unknown as Skills

export async function duplicate(visit: Visit): Promise<Response> {
  const saved = await requireSaved(visit)
  const name = visit.fields.get('name').slice(0, limits.title)
  if (name === '') return showSaved(visit, { problem: visit.t('library.nameMissing') }, 422)
  const { badge } = await visit.service.library.duplicate({ id: saved.badge.id, name })
  return redirect(visit, pathOf(badge.id, '?note=copied'))
}

export async function retire(visit: Visit): Promise<Response> {
  const { badge } = await requireSaved(visit)
  await visit.service.library.retire({ id: badge.id, retired: visit.fields.get('retired') === 'true' })
  return redirect(visit, pathOf(badge.id))
}

const soughtIn = (visit: Visit): string =>
  (visit.url.searchParams.get('q') ?? visit.fields.get('q')).trim().slice(0, limits.title)

export const skills = (visit: Visit): Promise<Response> => showSkills(visit, undefined, 200)

async function showSkills(visit: Visit, problem: string | undefined, status: number): Promise<Response> {
  const { badge } = await requireSaved(visit)
  const { library } = visit.service
  const sought = soughtIn(visit)
  const [frameworks, found] = await Promise.all([library.frameworks(), library.findSkills({ words: sought })])
  const view: SkillsView = {
    id: badge.id,
    name: badge.name,
    frameworks,
    sought,
    found: found.skills.map(({ targetName, targetCode, targetFramework = '' }) => ({
      name: targetName,
      code: targetCode,
      framework: targetFramework,
    })),
    more: found.more,
    problem,
  }
  return respondPage(visit, (ui) => skillsPage(ui, view), { status })
}

/** Adds skills of what was found: a new version, in which nothing else changes. */
export async function addSkills(visit: Visit): Promise<Response> {
  const saved = await requireSaved(visit)
  const { library } = visit.service
  const found = await library.findSkills({ words: soughtIn(visit) })
  const chosen = new Set(visit.fields.all('skill'))
  const fresh = found.skills.filter((_, i) => chosen.has(String(i)))
  const known = skillsOf(saved)
  const all = [...known, ...fresh.filter(({ targetUrl }) => known.every((each) => each.targetUrl !== targetUrl))]
  if (all.length === known.length) return showSkills(visit, undefined, 200)
  if (all.length > limits.savedSkills) {
    return showSkills(visit, visit.t('library.tooManySkills', { count: limits.savedSkills }), 422)
  }
  await library.setSkills({ id: saved.badge.id, skills: all })
  return redirect(visit, pathOf(saved.badge.id, '?note=skills'))
}

export async function addSkillFile(visit: Visit): Promise<Response> {
  const { badge } = await requireSaved(visit)
  const file = await visit.fields.file('file')
  const wrong = () => showSkills(visit, visit.t('library.wrongSkillFile'), 422)
  if (file === undefined) return wrong()
  try {
    await visit.service.library.addSkills({ file })
  } catch (error) {
    if (isBadgeError(error, 'ERR_STORAGE_FAILED') || !isBadgeError(error)) throw error
    return wrong()
  }
  return redirect(visit, pathOf(badge.id, '/skills'))
}

export async function removeSkillFile(visit: Visit): Promise<Response> {
  const { badge } = await requireSaved(visit)
  const frameworkId = visit.fields.get('framework')
  if (frameworkId === '') throw new NotFound()
  await visit.service.library.removeSkills({ frameworkId })
  return redirect(visit, pathOf(badge.id, '/skills'))
}
