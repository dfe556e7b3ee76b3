import { QUIET_ZONE, qrRectangles } from '../../../draw/qr/index.js'
import { type Html, html } from '../../web/html.js'

/** Decorative: the address is beside it in words. A URL that is too long for one has none. */
export function qrPicture(url: string): Html | undefined {
  try {
    const { size, rectangles } = qrRectangles(url)
    const whole = size + 2 * QUIET_ZONE
    const path = rectangles.map(([x, y, width]) => `M${x} ${y}h${width}v1h${-width}z`).join('')
    return html`<svg viewBox="${-QUIET_ZONE} ${-QUIET_ZONE} ${whole} ${whole}" aria-hidden="true" focusable="false"><rect x="${-QUIET_ZONE}" y="${-QUIET_ZONE}" width="${whole}" height="${whole}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
  } catch {
    return undefined
  }
}
