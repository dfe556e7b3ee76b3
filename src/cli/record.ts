import { isBadgeError } from '../errors.js'
import { fetchRefused, isWebPage, readServedText } from '../loader/index.js'
import type { JsonValue } from '../types/json.js'
import type { DocumentMap, FetchLike } from '../types/loader.js'

/** What one run got from the network. */
interface Answer {
  readonly status: number
  readonly text: string
}

/** Characters that a run keeps of what it fetched; beyond that it fetches nothing more. */
const MAX_KEPT = 256 * 1024 * 1024

export interface OnlineRun {
  /** Fetches each address once, so that every file of the run is judged by the same documents. */
  readonly fetch: FetchLike
  /** All documents that were used, as `--documents` reads them. */
  documents(): DocumentMap
}

/**
 * The network of one run. Each address is asked once, redirects followed, and its last answer is what the whole run
 * works with: what is recorded is then what was used, also when a server answers differently each time.
 */
export function onlineRun(network: FetchLike): OnlineRun {
  const answers = new Map<string, Answer>()
  const asked = new Map<string, Promise<Answer>>()
  let kept = 0

  async function ask(url: string, init: RequestInit): Promise<Answer> {
    // Without the signal of whoever asks first: others wait for the same answer. The network has its own clock.
    const { signal: _, ...request } = init
    const response = await network(url, { ...request, redirect: 'follow' })
    const answer = { status: response.status, text: response.ok ? await response.text() : '' }
    kept += answer.text.length
    if (response.ok) answers.set(url, answer)
    return answer
  }

  async function once(url: string, init: RequestInit = {}): Promise<Response> {
    const known = asked.get(url)
    const answer = known ?? (kept > MAX_KEPT ? tooMuch(url) : ask(url, init))
    if (known === undefined) asked.set(url, answer)
    const { status, text } = await answer
    return new Response(text === '' ? null : text, { status })
  }

  const { allowsHost } = network
  return {
    fetch: Object.assign(once, allowsHost === undefined ? {} : { allowsHost }),
    documents: () =>
      Object.fromEntries(
        [...answers]
          .filter(([, { text }]) => !isWebPage(text))
          .map(([url, { text }]) => [url, readOrKeep(text)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
  }
}

const tooMuch = (url: string): Promise<Answer> => Promise.reject(fetchRefused(url, 'this run has fetched too much'))

/** JSON where it is, so that people can read the file; broken JSON as the text that was served, broken for ever. */
function readOrKeep(text: string): JsonValue {
  try {
    return readServedText(text)
  } catch (error) {
    if (isBadgeError(error)) return text
    throw error
  }
}
