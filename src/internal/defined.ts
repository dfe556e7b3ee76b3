/** `T` with those members optional that may be `undefined`. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * The members that have a value, in their order. An optional member is left out rather than set to `undefined`, which
 * JSON, `exactOptionalPropertyTypes` and a spread over defaults would each take for something else.
 */
export function defined<T extends object>(members: T): Defined<T> {
  const out: Record<string, unknown> = {}
  for (const name of Object.keys(members)) {
    const value = (members as Record<string, unknown>)[name]
    if (value !== undefined) out[name] = value
  }
  return out as Defined<T>
}
