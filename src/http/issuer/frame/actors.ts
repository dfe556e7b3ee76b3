import type { Visit } from '../../site/visit.js'

/** What actors of the issuer are called, a token of the configuration by its hash; learners are not named here. */
export function actorNames({ service }: Visit): (actor: string | undefined) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>()
  const nameOf = async (actor: string): Promise<string | undefined> => {
    const [kind, id = ''] = actor.split(':')
    if (kind === 'staff') return (await service.staff.get(id))?.name
    if (kind !== 'token') return undefined
    return (await service.staff.tokens()).find((token) => token.id === id)?.name ?? `API ${id.slice(0, 8)}`
  }
  return async (actor) => {
    if (actor === undefined) return undefined
    const name = known.get(actor) ?? nameOf(actor)
    known.set(actor, name)
    return name
  }
}
