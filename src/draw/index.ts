/** Text that is drawn: fonts by coverage, order by the Unicode bidirectional algorithm, lines that fit, QR codes. */

export {
  type FontBook,
  type FontOptions,
  type FontSource,
  type OpenFont,
  openFonts,
  type Weight,
} from './fonts/fonts.js'
export { type Art, embeddedPng, prepareArt, renderSvg } from './pictures/art.js'
export { type CardPalette, palettes } from './pictures/palette.js'
export { QUIET_ZONE, qrRectangles } from './pictures/qr.js'
export { type Box, fitParagraph } from './text/paragraph.js'
export { type Line, type Run, shapeLine } from './text/shape.js'
