/** What cards and certificates are drawn with: fonts, text, pictures. */

export {
  type FontBook,
  type FontOptions,
  type FontSource,
  type OpenFont,
  type OpenFonts,
  opened,
  openFonts,
} from './fonts/index.js'
export {
  type Art,
  type CardPalette,
  embeddedPng,
  groundOf,
  palettes,
  prepareArt,
  QUIET_ZONE,
  qrRectangles,
  renderSvg,
} from './pictures/index.js'
export { type Box, fitParagraph, type Line, type Run, shapeLine } from './text/index.js'
