import { sha256Hex } from '../../internal/sha256.js'
import { seal } from '../site/seal.js'

/** Files below the page of a badge. */
export const fileNames = ['credential.json', 'credential.jwt', 'badge.png', 'badge.svg', 'picture'] as const

/** The picture of badges that have none. */
export const sealName = `seal.${sha256Hex(seal).slice(0, 12)}.svg`
