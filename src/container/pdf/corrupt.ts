import { BadgeError } from '../../errors.js'

export const corrupt = (cause?: unknown): BadgeError =>
  new BadgeError('ERR_PDF_CORRUPT', 'The PDF is damaged, or not well formed; save it again.', { cause })
