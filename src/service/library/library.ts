import { createCredential } from '../../credential/index.js'
import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { base64Encode } from '../../internal/encoding.js'
import { copyJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { freshUrn } from '../../internal/uuid.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import { keepPicture } from '../badges/pictures.js'
import type { ServiceContext } from '../core/context.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { SavedBadgeRecord, SavedBadgeVersionRecord, SavedCertificate } from '../core/records/index.js'
import { endOf, levelId, versionKey } from '../core/saved-badge.js'
import { findPage, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import type { LibrarySteps, SavedBadge, SavedBadgeInput } from './types.js'

/** Saves a new badge, or a new version of one. What it says is tried with an invented recipient. */
export async function saveBadge(context: ServiceContext, input: SavedBadgeInput): Promise<SavedBadge> {
  assertTexts(input)
  const drawing = await import('../../draw/badge-art/index.js')
  const given =
    input.picture !== undefined
      ? await drawing.fitPicture(input.picture)
      : input.look !== undefined
        ? await drawing.drawBadge(input.look)
        : undefined
  const picture = await keepPicture(context, given)
  const images = await imagesOf(input)
  return retrying(async () => {
    const before = input.id === undefined ? undefined : await requireSaved(context, input.id)
    if (before !== undefined && input.after !== undefined && before.badge.version !== input.after) {
      throw new BadgeError('ERR_STAGE_INVALID', 'Somebody else has changed this badge in the meantime.')
    }
    if (before?.badge.retiredAt !== undefined) {
      throw new BadgeError('ERR_STAGE_INVALID', 'This badge is retired; bring it back before you change it.')
    }
    const id = before?.badge.id ?? newId(context.now())
    const number = (before?.badge.version ?? 0) + 1
    const at = iso(context.now())
    const kept = input.removePicture === true ? undefined : before?.version.picture
    const look =
      input.picture !== undefined ? undefined : (input.look ?? (kept === undefined ? undefined : before?.version.look))
    const version: SavedBadgeVersionRecord = {
      schemaVersion: 1,
      id,
      version: number,
      at,
      achievement: achievementOf(input, String(before?.version.achievement.id ?? freshUrn()), number),
      ...defined({
        level: input.level,
        validFor: input.validFor,
        picture: picture ?? kept,
        look,
        certificate: certificateOf(input, images, before?.version.certificate),
      }),
    }
    const badge: SavedBadgeRecord = {
      schemaVersion: 1,
      id,
      version: number,
      name: input.name.trim(),
      createdAt: before?.badge.createdAt ?? at,
      changedAt: at,
    }
    return write(context, before?.stored, badge, version)
  })
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

function assertTexts({
  name,
  description,
  criteria,
  level,
  tags = [],
  skills = [],
  certificate,
}: SavedBadgeInput): void {
  const short = (member: string, text: string | undefined, most: number): void => {
    if (text === undefined) return
    if (isBlank(text) || text.length > most) throw wrong(`\`${member}\` must have 1 to ${most} characters.`)
  }
  short('name', name, limits.title)
  short('description', description, limits.typedText)
  short('criteria', criteria, limits.typedText)
  short('level', level, limits.skillCode)
  if (tags.length > limits.savedTags) throw wrong(`\`tags\` has at most ${limits.savedTags} texts.`)
  for (const tag of tags) short('tags', tag, limits.skillCode)
  if (skills.length > limits.savedSkills) throw wrong(`\`skills\` has at most ${limits.savedSkills} skills.`)
  const signatures = certificate?.signatures ?? []
  if (signatures.length > limits.signatures) throw wrong(`A certificate has at most ${limits.signatures} signatures.`)
  for (const signature of signatures) {
    short('signatures.name', signature.name, limits.personName)
    short('signatures.role', signature.role, limits.personName)
  }
}

function achievementOf(
  { name, description, criteria, language, tags = [], skills = [], level }: SavedBadgeInput,
  id: string,
  version: number,
): JsonObject {
  return copyJson({
    id,
    version: String(version),
    name: name.trim(),
    description: description.trim(),
    criteria: { narrative: criteria.trim() },
    ...defined({ inLanguage: language }),
    ...(tags.length === 0 ? {} : { tag: tags }),
    ...(skills.length === 0 ? {} : { alignment: skills.map((skill) => ({ ...skill })) }),
    ...(level === undefined
      ? {}
      : {
          resultDescription: [
            { id: levelId(id), name: 'Level', resultType: 'PerformanceLevel', allowedValue: [level] },
          ],
        }),
  }) as JsonObject
}

/** Throws `ERR_DRAFT_INVALID`: what is saved can be awarded. */
function tryOut(context: ServiceContext, { achievement }: SavedBadgeVersionRecord): void {
  const draft = {
    issuer: { name: 'Issuer' },
    achievement,
    recipient: { email: 'learner@learner.example', name: 'Learner' },
  } as unknown as BadgeDraft
  createCredential(draft, { issuerId: context.issuerId, now: new Date(context.now()), timeZone: context.timeZone })
}

interface Images {
  readonly logo?: string
  readonly signatures: readonly (string | undefined)[]
}

/** Pictures of a certificate as they are kept: cleaned, in base64. */
async function imagesOf({ certificate }: SavedBadgeInput): Promise<Images> {
  const { cleanLogo } = await import('../../draw/logo/index.js')
  const clean = async (image: Uint8Array | undefined): Promise<string | undefined> =>
    image === undefined ? undefined : base64Encode((await cleanLogo(image)).bytes)
  return {
    ...defined({ logo: await clean(certificate?.logo) }),
    signatures: await Promise.all((certificate?.signatures ?? []).map(({ image }) => clean(image))),
  }
}

function certificateOf(
  { certificate }: SavedBadgeInput,
  images: Images,
  before: SavedCertificate | undefined,
): SavedCertificate | undefined {
  if (certificate === undefined) return before
  const signatures = (certificate.signatures ?? []).map(({ name, role, removeImage = false }, i) => ({
    name: name.trim(),
    ...defined({
      role: role?.trim(),
      image: images.signatures[i] ?? (removeImage ? undefined : before?.signatures?.[i]?.image),
    }),
  }))
  const logo = images.logo ?? (certificate.removeLogo === true ? undefined : before?.logo)
  return {
    ...defined({ template: certificate.template, logo }),
    ...(signatures.length === 0 ? {} : { signatures }),
  }
}

async function requireSaved(context: ServiceContext, id: string) {
  const stored = isId(id) ? await read(context.storage, 'saved-badges', id) : undefined
  const version = stored && (await read(context.storage, 'saved-badge-versions', versionKey(id, stored.value.version)))
  if (stored === undefined || version === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such badge in the library.')
  }
  return { stored, badge: stored.value, version: version.value }
}

export const setSkills = (
  context: ServiceContext,
  { id, skills }: Parameters<LibrarySteps['setSkills']>[0],
): Promise<SavedBadge> =>
  retrying(async () => {
    const { stored, badge: before, version } = await requireSaved(context, id)
    if (before.retiredAt !== undefined) {
      throw new BadgeError('ERR_STAGE_INVALID', 'This badge is retired; bring it back before you change it.')
    }
    if (skills.length > limits.savedSkills) throw wrong(`\`skills\` has at most ${limits.savedSkills} skills.`)
    const number = before.version + 1
    const at = iso(context.now())
    const { alignment: _, ...rest } = version.achievement
    const achievement = copyJson({
      ...rest,
      version: String(number),
      ...(skills.length === 0 ? {} : { alignment: skills.map((skill) => ({ ...skill })) }),
    }) as JsonObject
    return write(
      context,
      stored,
      { ...before, version: number, changedAt: at },
      { ...version, version: number, at, achievement },
    )
  })

/** Writes a version and what names it. */
async function write(
  context: ServiceContext,
  before: Stored<'saved-badges'> | undefined,
  badge: SavedBadgeRecord,
  version: SavedBadgeVersionRecord,
): Promise<SavedBadge> {
  tryOut(context, version)
  const log = await nextEntries(context, subjectOf('saved-badge', badge.id), 'issuer', {
    type: 'saved-badge-changed',
    data: { version: version.version },
  })
  await context.storage.commit([
    put('saved-badges', badge.id, before, badge),
    put('saved-badge-versions', versionKey(badge.id, version.version), undefined, version),
    ...log.changes,
  ])
  context.emit(log.events)
  return { badge, version }
}

export async function duplicateBadge(
  context: ServiceContext,
  { id: from, name }: Parameters<LibrarySteps['duplicate']>[0],
): Promise<SavedBadge> {
  if (isBlank(name) || name.length > limits.title) throw wrong(`\`name\` must have 1 to ${limits.title} characters.`)
  const { version: before } = await requireSaved(context, from)
  const id = newId(context.now())
  const at = iso(context.now())
  const [urn, old] = [freshUrn(), String(before.achievement.id)]
  const achievement = JSON.parse(JSON.stringify(before.achievement).replaceAll(old, urn)) as JsonObject
  const version: SavedBadgeVersionRecord = {
    ...before,
    id,
    version: 1,
    at,
    achievement: { ...achievement, version: '1', name: name.trim() },
  }
  const badge: SavedBadgeRecord = { schemaVersion: 1, id, version: 1, name: name.trim(), createdAt: at, changedAt: at }
  return write(context, undefined, badge, version)
}

export const retireBadge = (
  context: ServiceContext,
  { id, retired = true }: Parameters<LibrarySteps['retire']>[0],
): Promise<SavedBadge> =>
  retrying(async () => {
    const { stored, version } = await requireSaved(context, id)
    const { retiredAt, ...rest } = stored.value
    if ((retiredAt !== undefined) === retired) return { badge: stored.value, version }
    const badge: SavedBadgeRecord = retired ? { ...rest, retiredAt: iso(context.now()) } : rest
    const log = await nextEntries(context, subjectOf('saved-badge', id), 'issuer', {
      type: retired ? 'saved-badge-retired' : 'saved-badge-restored',
    })
    await context.storage.commit([put('saved-badges', id, stored, badge), ...log.changes])
    context.emit(log.events)
    return { badge, version }
  })

export async function getSaved(
  context: ServiceContext,
  { id, version }: { readonly id: string; readonly version?: number },
): Promise<SavedBadge | null> {
  const badge = isId(id) ? (await read(context.storage, 'saved-badges', id))?.value : undefined
  if (badge === undefined) return null
  const found = await read(context.storage, 'saved-badge-versions', versionKey(id, version ?? badge.version))
  if (found === undefined) return null
  const { validFor } = found.value
  const endsAt = validFor && iso(endOf(context.now(), validFor))
  return { badge, version: found.value, ...defined({ endsAt }) }
}

export async function listSaved(
  context: ServiceContext,
  { retired = false, cursor, limit = 50 }: NonNullable<Parameters<LibrarySteps['list']>[0]> = {},
): Promise<{ badges: SavedBadgeRecord[]; cursor?: string }> {
  const by = { index: 'state', value: retired ? 'retired' : 'current' }
  const page = await findPage(context.storage, 'saved-badges', by, { cursor, limit, descending: true })
  return { badges: page.records.map(({ value }) => value), ...defined({ cursor: page.cursor }) }
}

export async function savedPicture(
  context: ServiceContext,
  ref: { readonly id: string; readonly version?: number },
): Promise<{ bytes: Uint8Array; mediaType: 'image/png' | 'image/svg+xml' } | null> {
  const key = (await getSaved(context, ref))?.version.picture
  const file = key === undefined ? undefined : await context.blobs.get(key)
  if (key === undefined || file === undefined) return null
  return { bytes: file.bytes, mediaType: key.endsWith('.svg') ? 'image/svg+xml' : 'image/png' }
}
