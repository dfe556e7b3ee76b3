import { defined } from '../../internal/defined.js'
import { base64Decode } from '../../internal/encoding.js'
import { later } from '../../internal/later.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import type { Brand, BrandTexts } from './brand/index.js'
import type { ServiceContext } from './context.js'
import type { BrandRecord } from './records/index.js'
import { read } from './store.js'

/** A brand, ready to be shown. */
export interface BrandNow extends BrandTexts {
  /** Another one for every other brand. */
  readonly key: string
  readonly logo?: BrandLogo
  /** It is in the configuration, and is not changed on the pages. */
  readonly isConfigured: boolean
}

export interface BrandLogo {
  /** A name for it that no other logo has. */
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** The same for what shows no drawings; absent for a drawing where no renderer is installed. */
  readonly drawn?: { readonly format: 'png' | 'jpg'; readonly bytes: Uint8Array }
}

/** Key of the one record: the brand is that of the service's own issuer, and of all pages. */
export const BRAND = 'own'

const loadLogo = later(() => import('../../draw/logo/index.js'))

/** A logo as it is stored, from the picture that somebody gave. */
export async function readLogo(image: Uint8Array): Promise<{
  readonly format: 'png' | 'jpg' | 'svg'
  readonly bytes: Uint8Array
  readonly drawn?: { readonly format: 'png' | 'jpg'; readonly bytes: Uint8Array }
}> {
  const { cleanLogo, drawnLogo } = await loadLogo()
  const logo = await cleanLogo(image)
  return { ...logo, ...defined({ drawn: await drawnLogo(logo) }) }
}

async function logoNow(logo: Awaited<ReturnType<typeof readLogo>>): Promise<BrandLogo> {
  const { logoMediaTypes } = await loadLogo()
  const { format, bytes, drawn } = logo
  const name = `logo.${quickSha256Hex(bytes).slice(0, 12)}.${format}`
  return { name, mediaType: logoMediaTypes[format], bytes, ...defined({ drawn }) }
}

/**
 * The brand as it is now: that of the configuration, or what owners have set on the pages. Another process may have changed it:
 * the record is looked at again after a few seconds.
 */
export function brandNow(context: ServiceContext): Promise<BrandNow> {
  const { brandCache: cache, options } = context
  if (options.brand !== undefined) {
    cache.value ??= configured(options.brand).catch((error: unknown) => {
      cache.value = undefined
      throw error
    })
    return cache.value
  }
  const now = context.now()
  if (cache.value !== undefined && Math.abs(now - cache.readAt) < limits.brandMilliseconds) return cache.value
  const before = cache.value
  cache.readAt = now
  cache.value = stored(context).catch((error: unknown) => {
    // What was known before is better than no page; where there was nothing, the step fails.
    cache.readAt = Number.NEGATIVE_INFINITY
    cache.value = before
    if (before !== undefined) return before
    throw error
  })
  return cache.value
}

/** After a change of the record by this process. */
export function forgetBrand({ brandCache: cache }: ServiceContext): void {
  cache.readAt = Number.NEGATIVE_INFINITY
}

async function configured({ logo: image, ...texts }: Brand): Promise<BrandNow> {
  const logo = image === undefined ? undefined : await logoNow(await readLogo(image))
  return { ...texts, ...defined({ logo }), key: keyOf(texts, logo), isConfigured: true }
}

async function stored(context: ServiceContext): Promise<BrandNow> {
  const record = (await read(context.storage, 'brands', BRAND))?.value
  if (record === undefined) return { key: '', isConfigured: false }
  const logo = record.logo === undefined ? undefined : await logoNow(logoIn(record.logo))
  return { ...record.brand, ...defined({ logo }), key: keyOf(record.brand, logo), isConfigured: false }
}

const logoIn = ({ format, base64, drawn }: NonNullable<BrandRecord['logo']>) => ({
  format,
  bytes: base64Decode(base64),
  ...(drawn === undefined ? {} : { drawn: { format: drawn.format, bytes: base64Decode(drawn.base64) } }),
})

const keyOf = (texts: BrandTexts, logo: BrandLogo | undefined): string =>
  quickSha256Hex(JSON.stringify([texts, logo?.name])).slice(0, 16)

/** The context of a step, in which the brand counts. */
export async function branded(context: ServiceContext): Promise<ServiceContext> {
  const brand = await brandNow(context)
  const { from, replyTo, timeZone } = brand
  return {
    ...context,
    brand,
    // An issuer beside that of the service has its own.
    ...(context.issuerName === undefined ? defined({ timeZone }) : {}),
    mailSettings: { ...context.mailSettings, ...defined({ from, replyTo }) },
  }
}
