import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterAll } from 'vitest'

/**
 * What a text weighs on X, by twitter-text: in a thread of its own, since that library puts another `RegExp` in the
 * place of the built-in one.
 */
export function twitterText(): (text: string) => Promise<number> {
  const worker = new Worker(new URL('./twitter-worker.mjs', import.meta.url))
  afterAll(() => worker.terminate())
  return async (text) => {
    worker.postMessage(text)
    const [weight] = (await once(worker, 'message')) as [number]
    return weight
  }
}
