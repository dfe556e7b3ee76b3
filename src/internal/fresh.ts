import { limits } from './limits.js'

/** Whether somebody has signed in a short while ago, so that it is still them: what changes the ways in asks for that. */
export const isFresh = ({ at }: { readonly at: string }, now: number): boolean =>
  Math.abs(now - Date.parse(at)) <= limits.freshMinutes * 60_000
