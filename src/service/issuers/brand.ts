import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64Encode } from '../../internal/encoding.js'
import { assertBrand } from '../core/brand/index.js'
import { BRAND, type BrandLogo, brandNow, forgetBrand, readLogo } from '../core/brand-now.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { BrandRecord } from '../core/records/index.js'
import { put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import type { IssuerSteps } from './types.js'

export async function setBrand(
  context: ServiceContext,
  { logo: image, removeLogo = false, ...texts }: Parameters<IssuerSteps['setBrand']>[0],
): Promise<void> {
  if (context.options.brand !== undefined) {
    throw new BadgeError(
      'ERR_STAGE_INVALID',
      'The brand is in the configuration of the server, and is changed there: one of two would have to be overlooked.',
    )
  }
  if (context.issuerName !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The brand is that of the service itself, and of all its pages.')
  }
  if (removeLogo && image !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A `logo` is given or removed, not both.')
  }
  assertBrand(texts)
  const given = image === undefined ? undefined : recordOf(await readLogo(image))
  await retrying(async () => {
    const stored = await read(context.storage, 'brands', BRAND)
    const logo = given ?? (removeLogo ? undefined : stored?.value.logo)
    const brand = defined(texts)
    const before = stored?.value
    if (JSON.stringify([before?.brand ?? {}, before?.logo]) === JSON.stringify([brand, logo])) return
    const record: BrandRecord = { schemaVersion: 1, brand, ...defined({ logo }), changedAt: iso(context.now()) }
    const log = await nextEntries(context, subjectOf('brand', BRAND), 'issuer', { type: 'brand-changed' })
    await context.storage.commit([put('brands', BRAND, stored, record), ...log.changes])
    forgetBrand(context)
    context.emit(log.events)
  })
}

function recordOf({ format, bytes, drawn }: Awaited<ReturnType<typeof readLogo>>): NonNullable<BrandRecord['logo']> {
  return {
    format,
    base64: base64Encode(bytes),
    ...(drawn === undefined ? {} : { drawn: { format: drawn.format, base64: base64Encode(drawn.bytes) } }),
  }
}

/** A logo by its name; one that another process has set a moment ago is looked for too. */
export async function brandLogo(context: ServiceContext, name: string): Promise<BrandLogo | null> {
  const known = (await brandNow(context)).logo
  if (known?.name === name) return known
  forgetBrand(context)
  const { logo } = await brandNow(context)
  return logo?.name === name ? logo : null
}
