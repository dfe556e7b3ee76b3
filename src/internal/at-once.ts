import type { DocumentLoader } from '../types/loader.js'

type RemoteDocument = Awaited<ReturnType<DocumentLoader>>

/** What a loader has in memory for a context, if anything. */
type Memory = (url: string) => RemoteDocument | undefined

const memories = new WeakMap<DocumentLoader, Memory>()

/** Tells what a loader would certainly answer, always and without waiting. */
export function rememberMemory(load: DocumentLoader, memory: Memory): void {
  memories.set(load, memory)
}

/** Whether a loader was made here, so that bundled contexts have their bundled content. */
export const hasMemory = (load: DocumentLoader): boolean => memories.has(load)

/** The answer of a loader for a context, where nothing has to be waited for. A wait takes longer than the look-up. */
export const answerAtOnce = (load: DocumentLoader, url: string): RemoteDocument | undefined => memories.get(load)?.(url)
