import { en } from './en.js'
import type { PageTexts } from './types.js'

export const de: PageTexts = en
