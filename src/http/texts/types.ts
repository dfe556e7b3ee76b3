import type { en } from './en.js'

/** A text that depends on a number: one form for each category of `Intl.PluralRules` that the language has. */
export type PluralText = { readonly other: string } & Readonly<
  Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>>
>

export type TextKey = keyof typeof en

/** All texts of the pages in one language. `{name}` is a place that is filled in. */
export type PageTexts = { readonly [Key in TextKey]: (typeof en)[Key] extends string ? string : PluralText }

/** Texts of your own, by BCP 47 language tag: only those that differ. */
export type PageTextOverrides = Readonly<Record<string, Partial<PageTexts>>>
