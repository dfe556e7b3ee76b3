/** A BCP 47 tag in its usual spelling; nothing for what is none, since whoever reads a page aloud would not know it. */
export function languageTag(tag: string | undefined): string | undefined {
  try {
    return tag === undefined ? undefined : Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
