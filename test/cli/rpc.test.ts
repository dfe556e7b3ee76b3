import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cli, main, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const picture = join(projectDir, 'examples/art/welder.png')

beforeAll(async () => {
  await cli(['keygen', '--out', file('key.json')])
})

async function talk(lines: readonly (string | object)[], args: readonly string[] = ['--key', file('key.json')]) {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const { out, code } = await cli(['rpc', ...args], `${input}\n`)
  return {
    code,
    answers: out
      .trim()
      .split('\n')
      // biome-ignore lint/suspicious/noExplicitAny: answers of every method
      .map((line) => JSON.parse(line) as any),
  }
}

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org' },
}

test('requests are answered in their order, each with its id', async () => {
  const { code, answers } = await talk([
    { id: 'a', method: 'version' },
    { id: 2, method: 'issue', params: { draft } },
    { method: 'version' },
  ])
  expect(code).toBe(0)
  expect(answers.map(({ id }) => id)).toEqual(['a', 2, null])
  expect(answers[1].result.proof).toBeDefined()
})

test.each([
  ['no JSON', '{', 'ERR_JSON_INVALID'],
  ['a list', '[]', 'ERR_USAGE'],
  ['an unknown method', { method: 'constructor' }, 'ERR_USAGE'],
  ['a method of the prototype', { method: '__proto__' }, 'ERR_USAGE'],
  ['params that are no object', { method: 'verify', params: 3 }, 'ERR_USAGE'],
  ['an image that is no base64', { method: 'bake', params: { image: '%', credential: {} } }, 'ERR_ARGUMENT_INVALID'],
  ['a draft that breaks rules', { method: 'issue', params: { draft: {} } }, 'ERR_DRAFT_INVALID'],
])('%s is an answer with a code, and the process goes on', async (_, line, code) => {
  const { answers } = await talk([line, { id: 9, method: 'version' }])
  expect(answers[0].error.code).toBe(code)
  expect(answers[1].id).toBe(9)
})

test('without a key, a request must bring one', async () => {
  const { answers } = await talk([{ method: 'issue', params: { draft } }], [])
  expect(answers[0].error.code).toBe('ERR_ARGUMENT_INVALID')
})

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const clients = [
  { language: 'Python', program: 'python3', args: ['client.py'] },
  { language: 'PHP', program: 'php', args: ['client.php'] },
  { language: 'Java', program: 'java', args: ['Client.java'] },
] as const

describe.each(clients)('the client in $language', ({ program, args }) => {
  const isThere = has(program)
  if (!isThere) console.warn(`skipped: there is no ${program} here`)
  test.skipIf(!isThere)('issues, bakes, verifies and revokes', { timeout: 120_000 }, () => {
    const command = [process.execPath, main()]
    const out = execFileSync(program, [join(projectDir, 'examples/rpc', args[0]), file('key.json'), picture], {
      encoding: 'utf8',
      env: { ...process.env, BADGEWRIGHT: JSON.stringify(command), BADGEWRIGHT_LINES: command.join('\n') },
    })
    expect(out.trim().split(/\r?\n/)).toEqual(['issued: verified', 'revoked: failed', 'refused: ERR_DRAFT_INVALID'])
  })
})
