import type { FetchLike } from '../types/loader.js'

/** The global `fetch`, remembering each answer's text by URL so that a later run can be given it as `--documents`. */
export const recordingFetch =
  (recorded: Record<string, string>): FetchLike =>
  async (url, init) => {
    const response = await fetch(url, init)
    if (response.ok) recorded[url] = await response.clone().text()
    return response
  }
