import { BadgeError } from '../../errors.js'
import { accentsOf, hsl, hslOf } from '../../internal/colours.js'

/** Colours of a card. */
export interface CardPalette {
  readonly from: string
  readonly to: string
  readonly glow: string
  readonly line: string
  readonly title: string
  readonly text: string
  readonly accent: string
  readonly warning: string
}

/** The hue at the other end. Warm ones turn to red, since towards green they become olive. */
const neighbour = (hue: number): number => (hue >= 20 && hue < 90 ? hue - 22 : (hue + 24) % 360)

/** What a drawing takes its colours from: the issuer's colour where there is one, else the hue of the badge. */
export interface Ground {
  readonly hue: number
  readonly colour?: string | undefined
}

/** What a drawing was told, and else the hue of its picture. */
export function groundOf(
  { hue, colour }: { readonly hue?: number | undefined; readonly colour?: string | undefined },
  art: { readonly hue: number },
): Ground {
  if (hue !== undefined && colour !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A drawing has a `hue` or a `colour`, not both.')
  }
  return { hue: hue ?? art.hue, colour }
}

/** Palettes of a badge. Title and text keep a contrast of at least 7 and 4.5 to 1 on either end. */
export const palettes: Readonly<Record<'dark' | 'light' | 'paper', (ground: Ground) => CardPalette>> = {
  dark(ground) {
    const { hue, tone } = toneOf(ground)
    return {
      from: tone(48, 10),
      to: hsl(neighbour(hue), toned(ground, 52), 21),
      glow: tone(70, 62),
      line: tone(60, 75),
      title: '#ffffff',
      text: tone(30, 86),
      accent: tone(85, 78),
      warning: '#b42318',
    }
  },
  light(ground) {
    const { hue, tone } = toneOf(ground)
    return {
      from: tone(40, 98),
      to: hsl(neighbour(hue), toned(ground, 46), 91),
      glow: tone(75, 72),
      line: tone(45, 45),
      title: tone(45, 12),
      text: tone(18, 28),
      accent: tone(70, 26),
      warning: '#b42318',
    }
  },
  /** For paper: the dark ground as a band, accents that can be read on white. */
  paper(ground) {
    const { tone } = toneOf(ground)
    const { colour } = ground
    return {
      ...palettes.dark(ground),
      from: tone(46, 16),
      accent: colour === undefined ? tone(62, 28) : accentsOf(colour).light.accent,
    }
  },
}

/** A hue, and its shades. */
function toneOf(ground: Ground) {
  const hue = ground.colour === undefined ? ground.hue : hslOf(ground.colour)[0]
  return { hue, tone: (saturation: number, lightness: number) => hsl(hue, toned(ground, saturation), lightness) }
}

/** No more colour than the issuer's has: that of a grey one stays grey. */
const toned = ({ colour }: Ground, saturation: number): number =>
  colour === undefined ? saturation : Math.min(saturation, hslOf(colour)[1])
