import { share as ar } from '../ar/share.js'
import { share as de } from '../de/share.js'
import { share as en } from '../en/share.js'
import type { ShareTexts, StateLabels } from '../en/types.js'
import { share as es } from '../es/share.js'
import { share as fr } from '../fr/share.js'
import { share as ja } from '../ja/share.js'
import type { Language } from '../languages.js'
import type { Spoken } from '../spoken.js'

/** What synchronous functions say, in every language: the one section that is there from the start. */
export const shareTexts: Readonly<Record<Language, ShareTexts>> = { en, de, es, fr, ar, ja }

/** A text, after what the badge is no more. */
export const stated = (
  state: 'valid' | Exclude<keyof StateLabels, 'labelled'>,
  text: string,
  { say, words }: Spoken<StateLabels>,
): string => (state === 'valid' ? text : say('labelled', { label: words[state], text }))
