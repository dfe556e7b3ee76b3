/** Colours of pages, mails and drawings: what they are drawn on, and the accents that follow from an issuer's one colour. */

/** What text and links of either mode are on, and the ink that is on it. Pages and mails alike. */
export const grounds = {
  light: {
    paper: '#f6f3ec',
    surface: '#fffdf9',
    raised: '#ffffff',
    ink: '#17202e',
    soft: '#4f5867',
    line: '#ddd6c7',
  },
  dark: {
    paper: '#0f151d',
    surface: '#161e29',
    raised: '#1c2633',
    ink: '#edf0f4',
    soft: '#aeb8c7',
    line: '#2c3846',
  },
} as const

export type ColourMode = keyof typeof grounds

/** What one colour becomes in a mode. */
export interface Accents {
  /** Links, buttons, marks: at least 4.5 to 1 on every ground of the mode. */
  readonly accent: string
  /** The same while it is pointed at. */
  readonly strong: string
  /** Text on either of them. */
  readonly on: string
  /** A ground with a breath of it. */
  readonly tint: string
}

/** Without a colour of the issuer's own. */
const standard = {
  light: { accent: '#0b5351', strong: '#073b3a', on: '#ffffff', tint: '#e3efec' },
  dark: { accent: '#7fd6c8', strong: '#a8e8dd', on: '#06231f', tint: '#173430' },
} as const satisfies Readonly<Record<ColourMode, Accents>>

/** The contrast that text needs (WCAG 2.2, 1.4.3). */
const CONTRAST = 4.5

const COLOUR = /^#[0-9a-f]{6}$/i

/** Whether this is a colour as issuers give it: `#rrggbb`. */
export const isColour = (value: unknown): value is string => typeof value === 'string' && COLOUR.test(value)

/**
 * What an issuer's colour becomes: as it is where it can be read, else darker in the light mode and lighter in the dark one,
 * by no more than that takes. Yellow stays a yellow, as dark as ochre on paper.
 */
export function accentsOf(colour: string | undefined): Readonly<Record<ColourMode, Accents>> {
  if (colour === undefined) return standard
  return { light: accentsIn('light', colour.toLowerCase()), dark: accentsIn('dark', colour.toLowerCase()) }
}

function accentsIn(mode: ColourMode, colour: string): Accents {
  const { paper, surface, raised, ink, soft } = grounds[mode]
  const [hue, saturation, lightness] = hslOf(colour)
  const end = mode === 'light' ? 0 : 100
  // Quiet text is on it too, which allows it no more colour than this.
  const tint = first(
    (step) => mixed(colour, surface, 0.16 * (1 - step)),
    (found) => contrast(soft, found) >= CONTRAST && contrast(ink, found) >= CONTRAST,
  )
  const accent = first(
    (step) => (step === 0 ? colour : hsl(hue, saturation, lightness + (end - lightness) * step)),
    (found) => [paper, surface, raised, tint].every((ground) => contrast(found, ground) >= CONTRAST),
  )
  const [, , reached] = hslOf(accent)
  const strong = hsl(hue, saturation, reached + (end - reached) * 0.35)
  const on = contrast('#ffffff', accent) >= CONTRAST ? '#ffffff' : paper
  return { accent, strong, on, tint }
}

const STEPS = 100

/** The first of a row of colours that does; the last one always does, since it is black, white or the ground itself. */
function first(at: (step: number) => string, isRight: (colour: string) => boolean): string {
  for (let step = 0; step < STEPS; step++) {
    const found = at(step / STEPS)
    if (isRight(found)) return found
  }
  return at(1)
}

const channels = (colour: string): readonly [number, number, number] => {
  const at = (index: number): number => Number.parseInt(colour.slice(index, index + 2), 16)
  return [at(1), at(3), at(5)]
}

const written = (...values: readonly number[]): string =>
  `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

/** So much of the one in the other. */
function mixed(colour: string, ground: string, share: number): string {
  const below = channels(ground)
  return written(...channels(colour).map((value, i) => value * share + (below[i] ?? 0) * (1 - share)))
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** A colour as a hexadecimal number, which every renderer knows: hue in degrees, the others in per cent. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const chroma = (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100)
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12
    return 255 * (lightness / 100 - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return written(channel(0), channel(8), channel(4))
}

/** The way back. What has no colour has the hue 0 and the saturation 0. */
export function hslOf(colour: string): readonly [hue: number, saturation: number, lightness: number] {
  const [red, green, blue] = channels(colour).map((value) => value / 255) as [number, number, number]
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const [lightness, range] = [(most + least) / 2, most - least]
  if (range === 0) return [0, 0, lightness * 100]
  const sector =
    most === red ? (green - blue) / range + 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4
  const saturation = range / (1 - Math.abs(2 * lightness - 1))
  return [(sector % 6) * 60, saturation * 100, lightness * 100]
}
