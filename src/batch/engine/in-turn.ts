/** Work under names: what has one name is done one after the other, in the order in which it was given. */
export function createTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const running = (turns.get(name) ?? Promise.resolve()).then(work, work)
    turns.set(name, running)
    try {
      return await running
    } finally {
      if (turns.get(name) === running) turns.delete(name)
    }
  }
}
