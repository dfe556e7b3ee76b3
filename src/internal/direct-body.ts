/**
 * The shorter way for bodies where both ends are ours: what a listener has of a request, and what a handler has made of
 * its answer, without the streams that lie between. Both remain what they are for everybody else.
 */

const READ = Symbol('read')
const CONTENT = Symbol('content')

/** Reads a body whole, or gives `null` for one that is longer than the cap. */
export type DirectRead = (cap: number) => Promise<Uint8Array<ArrayBuffer> | null>

export function setDirectRead<R extends object>(request: R, read: DirectRead): R {
  return Object.defineProperty(request, READ, { value: read })
}

export const directReadOf = (request: object): DirectRead | undefined =>
  (request as { readonly [READ]?: DirectRead })[READ]

/** An answer that remembers what it was made of. */
export const directResponse = (content: string | Uint8Array, init: ResponseInit): Response =>
  Object.defineProperty(new Response(content as BodyInit, init), CONTENT, { value: content })

export const directContentOf = (response: object): string | Uint8Array | undefined =>
  (response as { readonly [CONTENT]?: string | Uint8Array })[CONTENT]
