import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { makersOf, storedTokens } from './api-tokens.js'

/** The application around the service, where it does not say for whom it acts. */
export const HOST = 'issuer'

/**
 * Everybody who may be acting: who is signed in, colleagues by whose link they are, and of a token of the API those who made
 * it. Nobody approves of their own rows by a token that they made, or in the name of a colleague.
 */
export async function possibleActors(context: ServiceContext): Promise<string[]> {
  const { issuer: actor, through = [] } = context.actors
  if (actor === undefined) return [HOST]
  const found = new Set([actor, ...through])
  const all = [...found].some((one) => one.startsWith('token:')) ? await storedTokens(context) : []
  // What is added on the way is looked at too.
  for (const one of found) {
    const token = all.find(({ value }) => subjectOf('token', value.data.id ?? '') === one)
    if (token !== undefined) for (const maker of makersOf(token.value.data)) found.add(maker)
  }
  return [...found]
}
