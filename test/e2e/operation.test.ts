import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteStorage } from '../../src/adapters/storage/sqlite.js'
import { browser } from '../http/client.js'
import { bundleProgram, type Program, startProgram } from '../service/processes/program.js'

const folder = mkdtempSync(join(tmpdir(), 'badgewright-operation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)

let command = ''
beforeAll(async () => {
  command = await bundleProgram(new URL('../../src/cli/main.ts', import.meta.url))
})

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function run(...args: string[]): Promise<string> {
  const program = startProgram(command, args)
  const { code, stderr } = await program.ended
  expect(code, `${args.join(' ')}: ${stderr}`).toBe(0)
  return stderr
}

async function serve(data: string, baseUrl: string) {
  const config = file('serve.json')
  writeFileSync(config, JSON.stringify({ rateLimits: { claimVisitor: { limit: 100_000, windowSeconds: 60 } } }))
  const program: Program = startProgram(command, [
    'serve',
    '--config',
    config,
    '--port',
    '0',
    '--data',
    data,
    '--base-url',
    baseUrl,
  ])
  let origin = ''
  for (let line = await program.line(); line !== undefined && origin === ''; line = await program.line()) {
    origin = /Listens on\s+(\S+)/.exec(line)?.[1] ?? ''
  }
  const { apiToken } = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')) as { apiToken: string }
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const reach = (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    return fetch(new Request(new URL(pathname + search, origin), request), { redirect: 'manual' })
  }
  return {
    program,
    async issue(n: number) {
      const body = {
        draft: { achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' } },
        recipient: { email: `learner${n}@example.org` },
      }
      const answer = await fetch(`${origin}/api/badges`, { method: 'POST', headers, body: JSON.stringify(body) })
      expect(answer.status).toBe(201)
      await answer.arrayBuffer()
    },
    async badges(): Promise<{ id: string; stage: string; recipient: { email: string } }[]> {
      const found: { id: string; stage: string; recipient: { email: string } }[] = []
      let cursor = ''
      do {
        const answer = await fetch(`${origin}/api/badges?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`, {
          headers,
        })
        const page = (await answer.json()) as { badges: never[]; cursor?: string }
        found.push(...page.badges)
        cursor = page.cursor ?? ''
      } while (cursor !== '')
      return found
    },
    /** The status of the answer to the button of the offer; 0 where there is none, or the server has gone. */
    async claim(link: string): Promise<number> {
      try {
        const learner = browser(reach, baseUrl)
        const page = await learner.get(new URL(link).pathname)
        if (!page.text.includes('/claim/')) return 0
        return (await learner.submit(page, '/claim/', { do: 'claim' })).status
      } catch {
        return 0
      }
    },
  }
}

/** The links of offers in a folder of mails. */
function offers(data: string): Map<string, string> {
  const links = new Map<string, string>()
  const box = join(data, 'outbox')
  for (const name of existsSync(box) ? readdirSync(box).filter((each) => each.endsWith('.eml')) : []) {
    const text = readFileSync(join(box, name), 'utf8').replace(/=\r\n/g, '')
    const link = /http:\/\/localhost:\d+\/claim\/clm_[\w-]{43}/.exec(text)?.[0]
    if (link !== undefined) links.set(name, link)
  }
  return links
}

async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next)
    }),
  )
}

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n)

test('a backup that is made while 200 learners claim, of a server that is killed, is a whole server elsewhere', async () => {
  const base = 'http://localhost:8080'
  const [data, archive, copy] = [file('data'), file('server.backup'), file('copy')]
  const passphrase = ['--passphrase-file', file('passphrase')]
  writeFileSync(file('passphrase'), 'correct horse battery staple\n')
  const first = await serve(data, base)
  await inTurns(numbers(0, 200), first.issue)
  for (let i = 0; i < 600 && offers(data).size < 200; i++) await wait(200)
  const links = [...offers(data).values()]
  expect(links).toHaveLength(200)
  let done = 0
  const claiming = inTurns(links, async (link) => {
    if ((await first.claim(link)) === 303) done += 1
  })
  while (done < 50) await wait(20)
  // Mail that waits when the backup is made.
  await inTurns(numbers(200, 10), first.issue)
  const before = done
  await run('backup', '--data', data, '--out', archive, ...passphrase)
  const after = done
  // What was sent until now, and is not sent a second time.
  await wait(2_500)
  first.program.child.kill('SIGKILL')
  await first.program.ended
  await claiming
  await run('restore', archive, '--data', copy, ...passphrase)
  await run('keys', 'check', '--data', copy)
  const second = await serve(copy, base)
  const badges = await second.badges()
  expect(badges).toHaveLength(210)
  const claimed = badges.filter(({ stage }) => stage === 'claimed').length
  expect(claimed).toBeGreaterThanOrEqual(before)
  // An answer may have been on its way while it was counted.
  expect(claimed).toBeLessThanOrEqual(after + 4)
  let more = 0
  await inTurns(links, async (link) => {
    if ((await second.claim(link)) === 303) more += 1
  })
  expect(claimed + more).toBe(200)
  expect((await second.badges()).filter(({ stage }) => stage === 'claimed')).toHaveLength(200)
  await wait(2_500)
  const sent = new Set(offers(data).keys())
  expect([...offers(copy).keys()].filter((name) => sent.has(name))).toEqual([])
  second.program.child.kill('SIGTERM')
  expect((await second.program.ended).code).toBe(0)
  await run('keys', 'check', '--data', copy)
})

test('a rotation of keys that is killed at every step leaves every badge verified, and the next run goes on', async () => {
  const data = file('rotated')
  const server = await serve(data, 'https://badges.example')
  await inTurns(numbers(0, 60), server.issue)
  const state = async (): Promise<{ signing: string; keys: unknown[] }> => {
    const storage = await sqliteStorage({ file: join(data, 'badges.db') })
    try {
      const [record] = (await storage.query({ collection: 'issuer-keys' })).records
      return (record?.value ?? { signing: '', keys: [] }) as unknown as { signing: string; keys: unknown[] }
    } finally {
      await storage.close()
    }
  }
  const isMade = async () => existsSync(join(data, 'keys', 'next.json'))
  const points: readonly [string, (before: Awaited<ReturnType<typeof state>>) => Promise<boolean>][] = [
    ['the key is made', isMade],
    ['the key is published', async (before) => (await state()).keys.length > before.keys.length],
    ['the key is published and badges are verified', async () => wait(300).then(() => true)],
    ['the key signs', async (before) => (await state()).signing !== before.signing],
  ]
  for (const [name, isReached] of points) {
    const before = await state()
    const program = startProgram(command, ['keys', 'rotate', '--data', data, '--lead', '0'])
    let isOver = false
    const ended = program.ended.then((end) => {
      isOver = true
      return end
    })
    while (!isOver && !(await isReached(before))) await wait(2)
    program.child.kill('SIGKILL')
    await ended
    await server.issue(100)
    await run('keys', 'check', '--data', data)
    await run('keys', 'rotate', '--data', data, '--lead', '0')
    await run('keys', 'check', '--data', data)
    expect(await isMade(), name).toBe(false)
    const { signing, keys } = await state()
    expect(signing, name).not.toBe(before.signing)
    // One key more for each rotation, and not one for each run: what was begun was finished.
    expect(keys.length - Math.max(1, before.keys.length), name).toBeLessThanOrEqual(2)
  }
  server.program.child.kill('SIGTERM')
  await server.program.ended
})
