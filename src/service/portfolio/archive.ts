import { BadgeError } from '../../errors.js'
import { safeFileName } from '../../export/index.js'
import { utf8Encode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { loadSpoken } from '../../texts/index.js'
import { escapeMarkup } from '../../view/index.js'
import { badgeImage } from '../badges/pictures.js'
import type { ServiceContext } from '../core/context.js'
import { portfolioOf } from '../core/portfolios.js'
import { findPerson } from '../people/plan.js'
import { shownBadges } from './look.js'

const ended = ['expired', 'revoked', 'replaced'] as const

/** The page as a file, in the language of its person: what is on it, with the signed badges, so that it can be checked without this service. */
export async function archiveOf(
  context: ServiceContext,
  personId: string,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const stored = await portfolioOf(context, personId)
  if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'This person has no page.')
  const { title, text, badgeIds } = stored.value
  const locale = (await findPerson(context, personId))?.value.locale ?? context.locale
  const { say, locale: language, dir, date } = await loadSpoken(({ archive }) => archive, { locale })
  const files: Record<string, Uint8Array> = {}
  const rows: string[] = []
  let left: number = limits.pageArchiveBytes
  for (const [i, badge] of (await shownBadges(context, personId, badgeIds)).entries()) {
    if (!badge.signed) continue
    const stem = `${String(i + 1).padStart(2, '0')}-${safeFileName(badge.achievementName, 'x').slice(0, -2)}`
    files[`${stem}.json`] = utf8Encode(`${JSON.stringify(badge.credential, null, 2)}\n`)
    const image = await badgeImage(context, badge.badgeId)
    const picture =
      image === null || image.bytes.length > left
        ? undefined
        : `${stem}.${image.mediaType === 'image/png' ? 'png' : 'svg'}`
    if (picture !== undefined && image !== null) {
      files[picture] = image.bytes
      left -= image.bytes.length
    }
    const name = escapeMarkup(badge.achievementName)
    const shown = picture === undefined ? '' : `<img src="${escapeMarkup(encodeURI(picture))}" alt="" width="160">`
    const state = badge.suspended ? 'suspended' : ended.find((stage) => stage === badge.stage)
    const issued = say('issued', { issuer: badge.issuerName, date: date(badge.credential.validFrom ?? '') })
    rows.push(
      `<li>${shown}<h2>${name}</h2><p>${escapeMarkup(issued)}</p>${state === undefined ? '' : `<p><strong>${escapeMarkup(say('notInForce', { state: say(state) }))}</strong></p>`}<p><a href="${escapeMarkup(encodeURI(`${stem}.json`))}">${escapeMarkup(`${stem}.json`)}</a></p></li>`,
    )
  }
  const style =
    'body{font:1rem/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}ul{list-style:none;padding:0}'
  files['index.html'] = utf8Encode(
    `<!DOCTYPE html>\n<html lang="${language}" dir="${dir}">\n<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'"><title>${escapeMarkup(title)}</title><style>${style}</style></head>\n<body><h1>${escapeMarkup(title)}</h1>\n<p>${escapeMarkup(text).replaceAll('\n', '<br>')}</p>\n<ul>\n${rows.join('\n')}\n</ul></body></html>\n`,
  )
  const { zipSync } = await import('fflate')
  const bytes = zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, [content, { level: name.endsWith('.png') ? 0 : 6 }]]),
    ),
    { mtime: new Date(Math.max(Date.UTC(1980, 0, 2), context.now())) },
  )
  return { name: 'badges.zip', mediaType: 'application/zip', bytes }
}
