import type { DocumentLoader } from '../types/loader.js'

type RemoteDocument = Awaited<ReturnType<DocumentLoader>>

/** What a loader has in memory for a context, if anything. */
type Answers = (url: string) => RemoteDocument | undefined

const MEMORY = Symbol('memory')

/** Belongs to one loader: a proxy or a copy of it, which may answer something else, has none. */
class Memory {
  readonly #loader: DocumentLoader
  readonly #answers: Answers

  constructor(loader: DocumentLoader, answers: Answers) {
    this.#loader = loader
    this.#answers = answers
  }

  static of(loader: DocumentLoader & { readonly [MEMORY]?: unknown }): Answers | undefined {
    const memory = loader[MEMORY]
    const isOwn = typeof memory === 'object' && memory !== null && #loader in memory && memory.#loader === loader
    return isOwn ? memory.#answers : undefined
  }
}

/** A loader, with what it would certainly answer, always and without waiting. */
export const withMemory = (loader: DocumentLoader, answers: Answers): DocumentLoader =>
  Object.defineProperty(loader, MEMORY, { value: new Memory(loader, answers) })

/** Whether a loader was made here, so that bundled contexts have their bundled content. */
export const hasMemory = (loader: DocumentLoader): boolean => Memory.of(loader) !== undefined

/** The answer of a loader for a context, where nothing has to be waited for. A wait takes longer than the look-up. */
export const answerAtOnce = (loader: DocumentLoader, url: string): RemoteDocument | undefined =>
  Memory.of(loader)?.(url)
