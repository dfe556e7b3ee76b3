import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/catalogue/index.js'
import { rpcMethods } from '../../src/cli/rpc/methods.js'
import { readServeConfig } from '../../src/cli/serve/config.js'
import { bindings } from '../../src/http/api/bindings.js'
import { actions, roles } from '../../src/service/core/roles/index.js'
import { shareAdapters } from '../../src/share/index.js'
import { mail } from '../../src/texts/en/mail.js'
import { placesOf } from '../../src/texts/message.js'
import { differencesFromKept } from '../support/kept.js'
import { projectDir, readFences } from './snippets.js'

/** The rows of the tables of a page: the words in backquotes of each cell. */
const rowsOf = (file: string): readonly (readonly string[])[] =>
  [...readFileSync(projectDir + file, 'utf8').matchAll(/^\| `.*\|$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`(.+?)`/g)].map(([, word]) => word).join(' ')),
  )

const firstCells = (file: string): readonly (string | undefined)[] => rowsOf(file).map(([first]) => first)

/** As the formatter writes it. */
function table([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

test('docs/operations.md has every operation of the catalogue', () => {
  const routes = new Map(bindings.map(({ operation, method, path }) => [operation.name, `\`${method} ${path}\``]))
  const lines = [
    '# Operations',
    '',
    'Everything the service can do is described once, in a catalogue: name, JSON Schema of input and output, errors, who may.',
    'The HTTP API checks its inputs by it, and `/api/openapi.json` is printed from it, with every schema.',
    '',
    'Who may: the names of actions are those of somebody who acts for the issuer and whose [role](roles.md) includes them all',
    '(over HTTP: by a bearer token); `learner` is the person whom `personId` names; `owner` also a browser that has opened this',
    'one badge; `link` is anybody who has the token in the input; `anyone` needs nothing; `host` is the application alone.',
    '',
    'Over HTTP an error is `application/problem+json` with `code`, `detail` and `problems`. `POST /api/badges` takes an',
    '`Idempotency-Key`: calls with the same key issue one badge. In a program, `service.issue(…)` and',
    '`service.claims.claim(…)` are the operations `badges.issue` and `claims.claim`.',
    '',
    ...table([
      ['operation', 'what', 'who may', 'HTTP'],
      ...catalogue.map(({ name, summary, access, actions }) => [
        `\`${name}\``,
        summary,
        actions?.join(', ') ?? access,
        routes.get(name) ?? '',
      ]),
    ]),
  ]
  expect(differencesFromKept('docs/operations.md', lines, 'npm run docs')).toBe('')
})

test('docs/roles.md has every role with its actions', () => {
  const wanted = Object.entries(roles).map(([role, its]) => [
    role,
    ...actions.map((action) => ((its as readonly string[]).includes(action) ? 'yes' : '')),
  ])
  const lines = readFileSync(`${projectDir}docs/roles.md`, 'utf8').split('\n')
  const rows = lines
    .filter((line) => /^\| `/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('`', '').trim()),
    )
  expect(rows).toEqual(wanted)
  const head = lines.find((line) => line.startsWith('| role ')) ?? ''
  expect([...head.matchAll(/`(\w+)`/g)].map(([, action]) => action)).toEqual([...actions])
})

test('docs/rpc.md has every method', () => {
  expect(firstCells('docs/rpc.md')).toEqual(Object.keys(rpcMethods))
})

test('docs/texts.md has every kind of mail, and the places that it fills in', () => {
  const places = (texts: object) =>
    [...new Set(Object.values(texts).flat().flatMap(placesOf))].map((each) => `{${each}}`)
  const kinds = Object.entries(mail.kinds).map(([kind, texts]) => [kind, places(texts).join(' ')])
  expect(rowsOf('docs/texts.md')).toEqual(expect.arrayContaining(kinds))
  const named = /`common`: (.*)\.$/m.exec(readFileSync(`${projectDir}docs/texts.md`, 'utf8'))?.[1] ?? ''
  expect(named.replaceAll('`', '').split(', ')).toEqual(places(mail.common))
})

describe('docs/serve.md', () => {
  const read = (json: string) => {
    const { stdout, stderr } = process
    const around = { stdin: Readable.from([Buffer.from(json)]), stdout, stderr, umask: () => {} }
    return readServeConfig('-', {}, Object.assign(new EventEmitter(), around))
  }

  test('has every member of the configuration', async () => {
    const members = firstCells('docs/serve.md')
    const refusal = await read('{"nothing":1}').catch((error: Error) => error.message)
    expect(/; there are (.*?)\./.exec(String(refusal))?.[1]?.split(', ')).toEqual(members)
  })

  test('shows one that is read', async () => {
    const [example] = readFences('docs/serve.md').filter(({ language }) => language === 'json')
    const { mail: sending, data: _, ...others } = JSON.parse(example?.code ?? '')
    expect(await read(example?.code ?? '')).toMatchObject({ ...others, ...sending })
    const networks = shareAdapters.map(({ id }) => id)
    expect(networks).toEqual(expect.arrayContaining(others.share.networks))
  })
})
