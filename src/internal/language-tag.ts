/** A BCP 47 tag in its usual spelling, or nothing for what is not one: readers of pages would not know what to do with it. */
export function languageTag(tag: string | undefined): string | undefined {
  try {
    return tag === undefined ? undefined : Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
