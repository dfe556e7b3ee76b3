import { utf8Encode } from '../../internal/bytes.js'
import { assetFile } from '../web/respond.js'

const rays = Array.from({ length: 24 }, (_, index) => {
  const angle = (index * Math.PI) / 12
  return `<circle cx="${(100 + 84 * Math.cos(angle)).toFixed(1)}" cy="${(88 + 84 * Math.sin(angle)).toFixed(1)}" r="12"/>`
}).join('')

/** The picture of badges that have none, in embeds, cards and certificates. */
export const seal: Uint8Array = utf8Encode(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -20 220 236" width="660" height="708"><path fill="#b07d1e" d="m62 140-20 56 27-9 17 13 14-44zm76 0 20 56-27-9-17 13-14-44z"/><g fill="#0b5351">${rays}<circle cx="100" cy="88" r="86"/></g><circle fill="#fffdf9" cx="100" cy="88" r="68"/><circle fill="none" stroke="#b07d1e" stroke-width="2.5" cx="100" cy="88" r="61"/><path fill="#0b5351" d="m100 42 13.500 28.600 31.300 4.200-22.900 21.700 5.700 31.100-27.600-15.100-27.600 15.100 5.700-31.100-22.900-21.700 31.300-4.200z"/></svg>`,
)

/** Its file below `/assets/`. */
export const sealName = assetFile('seal', 'svg', seal)
