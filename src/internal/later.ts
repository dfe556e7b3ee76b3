/**
 * A module that loads when it is first needed, and is at hand from then on: Node resolves each `import()` again, with looks
 * at the file system, also of what it has loaded long since. What could not be loaded is tried again.
 */
export function later<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
