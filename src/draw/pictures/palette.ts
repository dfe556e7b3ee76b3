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

const hsl = (hue: number, saturation: number, lightness: number): string => {
  // As hexadecimal numbers, which every renderer knows.
  const chroma = (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100)
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12
    const value = lightness / 100 - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}

/** The hue at the other end. Warm ones turn to red, since towards green they become olive. */
const neighbour = (hue: number): number => (hue >= 20 && hue < 90 ? hue - 22 : (hue + 24) % 360)

/** Palettes in the hue of the badge. Title and text keep a contrast of at least 7 and 4.5 to 1 on either end. */
export const palettes: Readonly<Record<'dark' | 'light' | 'paper', (hue: number) => CardPalette>> = {
  dark: (hue: number): CardPalette => ({
    from: hsl(hue, 48, 10),
    to: hsl(neighbour(hue), 52, 21),
    glow: hsl(hue, 70, 62),
    line: hsl(hue, 60, 75),
    title: '#ffffff',
    text: hsl(hue, 30, 86),
    accent: hsl(hue, 85, 78),
    warning: '#b42318',
  }),
  light: (hue: number): CardPalette => ({
    from: hsl(hue, 40, 98),
    to: hsl(neighbour(hue), 46, 91),
    glow: hsl(hue, 75, 72),
    line: hsl(hue, 45, 45),
    title: hsl(hue, 45, 12),
    text: hsl(hue, 18, 28),
    accent: hsl(hue, 70, 26),
    warning: '#b42318',
  }),
  /** For paper: the dark ground as a band, accents that can be read on white. */
  paper: (hue: number): CardPalette => ({
    ...palettes.dark(hue),
    from: hsl(hue, 46, 16),
    accent: hsl(hue, 62, 28),
  }),
}
