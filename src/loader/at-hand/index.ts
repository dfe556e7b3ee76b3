/** Bundled contexts without waiting, for what cannot wait: they load with whatever imports this. */
import type { DocumentLoader } from '../../types/loader.js'
import { readBundledContext } from '../bundled-contexts.js'
import { answerBundled } from '../document-loader.js'

/** What every loader answers for a bundled context; `undefined` for any other. */
export const contextAtHand = (url: string): Awaited<ReturnType<DocumentLoader>> | undefined =>
  answerBundled(url, readBundledContext)
