import { type AnswersTexts, formatFor, type PageTexts, type TextKey, type Values } from '../../../texts/index.js'

/** What answers are written with, on the server and in a browser alike. */
export interface Speaker {
  readonly locale: string
  readonly texts: PageTexts
  /** What answers say. */
  readonly answers: AnswersTexts
  t(key: TextKey, values?: Values): string
  fill(message: string, values?: Values): string
  /** The day of a time, as it is written. */
  date(time: string): string
}

export function speakerOf({ locale, texts, answers }: Pick<Speaker, 'locale' | 'texts' | 'answers'>): Speaker {
  const { fill, date } = formatFor(locale)
  return { locale, texts, answers, fill, date, t: (key, values) => fill(texts[key], values) }
}
