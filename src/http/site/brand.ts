import { accentsOf } from '../../internal/colours.js'
import { UTC } from '../../internal/time-zone.js'
import { assetFile } from '../web/respond.js'
import type { Site, Visit } from './visit.js'

/** What every page shows of the issuer. */
export interface ShownBrand {
  readonly logoUrl: string | undefined
  /** A style sheet with its colour. */
  readonly accentUrl: string | undefined
  readonly footer: string | undefined
  readonly postal: string | undefined
  readonly imprintUrl: string | undefined
  readonly privacyUrl: string | undefined
}

export function shownBrand({ brand, publicPath, main }: Site): ShownBrand {
  const assets = `${main?.publicPath ?? publicPath}/assets`
  const { logo, colour, footer, postal, imprintUrl, privacyUrl } = brand ?? {}
  return {
    logoUrl: logo === undefined ? undefined : `${assets}/${logo.name}`,
    accentUrl: colour === undefined ? undefined : `${assets}/${accentSheet(colour).name}`,
    footer,
    postal,
    imprintUrl,
    privacyUrl,
  }
}

/** The time zone that pages show times in, and read days in. */
export const timeZoneOf = ({ site, service }: Pick<Visit, 'site' | 'service'>): string =>
  (site.issuerName === undefined ? site.brand?.timeZone : undefined) ?? service.options.timeZone ?? UTC

/**
 * The style sheet of a colour, which follows from the colour alone: any process has it, also for a page that was made before
 * the colour changed.
 */
export function accentSheet(colour: string): { readonly name: string; readonly css: string } {
  const { light, dark } = accentsOf(colour)
  const variables = ({ accent, strong, on, tint }: typeof light): string =>
    `:root{--accent:${accent};--accent-strong:${strong};--on-accent:${on};--tint:${tint}}`
  const css = `@layer base{${variables(light)}@media (prefers-color-scheme:dark){${variables(dark)}}}@layer parts{@media print{:root{--accent:${light.strong}}}}\n`
  return { name: assetFile(`accent-${colour.slice(1).toLowerCase()}`, 'css', css), css }
}
