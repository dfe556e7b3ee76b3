import { loadAnswers } from '../../src/texts/answers/index.js'
import { type LanguageTexts, type languages, loadTexts } from '../../src/texts/index.js'
import { shareTexts } from '../../src/texts/share/index.js'

export type Tables = Readonly<Record<string, string>>

/** Every text of a value by its path. */
function flat(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([name, each]) => flat(each, `${path}/${name}`))
}

/** Every text of a language, by section and key. */
export async function tablesOf(language: (typeof languages)[number]): Promise<Tables> {
  const { archive, checks, drawn, mail, pages }: LanguageTexts = await loadTexts(language)
  return Object.fromEntries(
    flat(
      { answers: await loadAnswers(language), archive, checks, drawn, mail, pages, share: shareTexts[language] },
      '',
    ),
  )
}
