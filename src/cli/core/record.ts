import { pictureFormat, pictureUrl } from '../../container/picture/index.js'
import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { fetchRefused } from '../../loader/fetch/index.js'
import { isWebPage, readServedText } from '../../loader/served/text/index.js'
import type { JsonValue } from '../../types/json.js'
import type { DocumentMap, FetchLike } from '../../types/loader.js'

/** What one run got from the network. */
interface Answer {
  readonly status: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** HTTP 410, which is an answer too: a badge of Open Badges 2.0 is revoked by it. */
const GONE = 410

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
    // Without the signal of the caller who asks first: others wait for the same answer. The network has its own clock.
    const { signal: _, ...request } = init
    const response = await network(url, { ...request, redirect: 'follow' })
    const bytes = new Uint8Array(response.ok ? await response.arrayBuffer() : new ArrayBuffer(0))
    const answer = { status: response.status, bytes }
    kept += bytes.length
    if (response.ok || response.status === GONE) answers.set(url, answer)
    return answer
  }

  async function once(url: string, init: RequestInit = {}): Promise<Response> {
    const known = asked.get(url)
    const answer = known ?? (kept > limits.recordedBytes ? tooMuch(url) : ask(url, init))
    if (known === undefined) asked.set(url, answer)
    const { status, bytes } = await answer
    return new Response(bytes.length === 0 ? null : bytes, { status })
  }

  const { allowsHost } = network
  return {
    fetch: Object.assign(once, defined({ allowsHost })),
    documents: () =>
      Object.fromEntries(
        [...answers]
          .flatMap(([url, { status, bytes }]) => {
            const document = status === GONE ? null : recorded(bytes)
            return document === undefined ? [] : [[url, document] as const]
          })
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
  }
}

const tooMuch = (url: string): Promise<Answer> => Promise.reject(fetchRefused(url, 'this run has fetched too much'))

/** Pictures as `data:` URLs; pages for people, which nothing was read from, not at all. */
function recorded(bytes: Uint8Array): JsonValue | undefined {
  const format = pictureFormat(bytes)
  if (format !== undefined) return pictureUrl(bytes, format)
  const text = new TextDecoder().decode(bytes)
  return isWebPage(text) ? undefined : readOrKeep(text)
}

/** JSON where it is, so that people can read the file; broken JSON as the text that was served, broken for ever. */
function readOrKeep(text: string): JsonValue {
  try {
    return readServedText(text)
  } catch (error) {
    if (isBadgeError(error)) return text
    throw error
  }
}
