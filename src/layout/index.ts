/** Text that is drawn: fonts by coverage, order by the Unicode bidirectional algorithm, lines that fit, QR codes. */

export { type Art, embeddedPng, prepareArt, renderSvg } from './art.js'
export { type FontBook, type FontOptions, type FontSource, openFonts, type Weight } from './fonts.js'
export { type CardPalette, palettes } from './palette.js'
export { type Box, fitParagraph } from './paragraph.js'
export { QUIET_ZONE, qrRectangles } from './qr.js'
export { type Line, type Run, shapeLine } from './shape.js'
