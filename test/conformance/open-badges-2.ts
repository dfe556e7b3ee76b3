import { type Case, type Ours, skipped, type Verdict } from './case.js'

/**
 * The reader of Open Badges 2.0: file among the vectors → verdict. Set it, and its material is compared like all other;
 * without it, the table counts it as of a kind that is not read.
 */
const reader = undefined as ((file: string) => Promise<Ours>) | undefined

/** What the official validator says of Open Badges 2.0 material. */
export const openBadges2 = (files: readonly { readonly file: string; readonly theirs: Verdict }[]): readonly Case[] =>
  files.map(({ file, theirs }) => ({
    file,
    about: 'Open Badges 2.0',
    theirs,
    ours: () => reader?.(file) ?? skipped('Open Badges 2.0 is not read'),
  }))
