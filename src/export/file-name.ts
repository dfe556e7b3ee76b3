import { limits } from '../internal/limits.js'
import { checkValue, needed } from '../internal/options.js'

/** Names that Windows keeps for devices, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * A file name that is safe on every system and in a `Content-Disposition` header: no separators, control or
 * bidirectional characters, no leading dot or trailing dot or blank, not longer than file systems allow.
 */
export function safeFileName(name: string, extension: string): string {
  checkValue('name', name, needed('text'))
  checkValue('extension', extension, needed('text'))
  const cleaned = name
    .slice(0, 4 * limits.fileNameBytes)
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%;=]+/gu, ' ')
    .replace(/\s+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
  const stem = truncate(cleaned).replace(/[.-]+$/, '')
  const usable = stem === '' || RESERVED.test(stem.split('.')[0] ?? '') ? `badge${stem === '' ? '' : `-${stem}`}` : stem
  return `${usable}.${extension}`
}

function truncate(text: string): string {
  const encoder = new TextEncoder()
  let out = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    bytes += encoder.encode(segment).length
    if (bytes > limits.fileNameBytes) break
    out += segment
  }
  return out
}
