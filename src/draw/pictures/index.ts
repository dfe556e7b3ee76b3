/** The picture of a badge made ready, drawings rendered, colours, and QR codes. */

export { QUIET_ZONE, qrRectangles } from '../qr/index.js'
export { renderApart } from './apart.js'
export { type Art, embeddedPng, prepareArt, renderSvg } from './art.js'
export { type CardPalette, groundOf, palettes } from './palette.js'
