import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../src/types/json.js'
import { startCli } from './cli.js'

/** A server on a folder of its own, in this process, for what goes on beside it. */
export async function serveHere(data: string, baseUrl?: string, given: readonly string[] = []) {
  const more = [...(baseUrl === undefined ? [] : ['--base-url', baseUrl]), ...given]
  const running = startCli(['serve', '--port', '0', '--data', data, ...more])
  for (let i = 0; i < 400 && !running.out().includes('Listens on'); i++) await new Promise((go) => setTimeout(go, 50))
  const origin = /Listens on\s+(\S+)/.exec(running.out())?.[1] ?? ''
  const { apiToken } = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')) as { apiToken: string }
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, origin), { headers, ...init })
  return {
    ask,
    origin,
    said: () => running.out(),
    complained: () => running.err(),
    async issue(n: number): Promise<JsonObject> {
      const answer = await ask('/api/badges', {
        method: 'POST',
        body: JSON.stringify({
          draft: { achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' } },
          recipient: { email: `learner${n}@example.org` },
        }),
      })
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
      return answer.json() as Promise<JsonObject>
    },
    async badges(): Promise<readonly JsonObject[]> {
      return ((await (await ask('/api/badges?limit=200')).json()) as { badges: JsonObject[] }).badges
    },
    async stop() {
      running.signal('SIGTERM')
      return (await running.ended).code
    },
  }
}
