import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cli, projectDir, startCli, temporaryFolder } from '../cli/cli.js'

const file = temporaryFolder()
const read = (name: string): string => readFileSync(`${projectDir}examples/container/${name}`, 'utf8')

interface Instruction {
  readonly name: string
  readonly rest: string
}

/** Instructions of a container file, continued lines joined, by stage. */
function stagesOf(text: string): Instruction[][] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const stages: Instruction[][] = []
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, rest })
  }
  return stages
}

describe('the container file', () => {
  const stages = stagesOf(read('Containerfile'))
  const last = stages.at(-1) ?? []
  const all = (name: string) => last.filter((each) => each.name === name).map(({ rest }) => rest)
  const serve = JSON.parse(read('serve.json')) as { port: number; data: string; host: string }

  test('is made of instructions that there are, on images of one version', () => {
    const names = [
      'FROM',
      'WORKDIR',
      'COPY',
      'RUN',
      'ENV',
      'USER',
      'VOLUME',
      'EXPOSE',
      'HEALTHCHECK',
      'ENTRYPOINT',
      'CMD',
    ]
    expect(stages.flat().filter(({ name }) => !names.includes(name))).toEqual([])
    const images = stages.map(([from]) => from?.rest.split(' ')[0])
    expect(new Set(images).size).toBe(1)
    expect(images[0]).toMatch(/^node:\d+\.\d+-\w+-slim$/)
    const { engines } = JSON.parse(readFileSync(`${projectDir}package.json`, 'utf8')) as { engines: { node: string } }
    expect(Number(images[0]?.slice(5, 7))).toBeGreaterThanOrEqual(Number(engines.node.slice(2, 4)))
  })

  test('runs as an ordinary user, who is one to the end, and owns nothing but the data', () => {
    expect(all('USER')).toEqual(['1000:1000'])
    const at = last.findIndex(({ name }) => name === 'USER')
    expect(last.slice(at).filter(({ name }) => ['RUN', 'COPY', 'ADD'].includes(name))).toEqual([])
    expect(
      all('RUN')
        .join(' ')
        .match(/install -d \S+ 1000 \S+ 1000 -m 700 (\S+)/)?.[1],
    ).toBe(serve.data)
    expect(all('RUN').join(' ')).not.toMatch(/chmod|sudo|setcap/)
  })

  test('keeps the data in a volume, and opens the port that the configuration names', () => {
    expect(all('VOLUME')).toEqual([serve.data])
    expect(all('EXPOSE')).toEqual([String(serve.port)])
    expect(serve.host).toBe('0.0.0.0')
    expect(all('COPY').at(-1)).toBe('examples/container/serve.json ./')
  })

  test('starts the command itself, without a shell and without a download', () => {
    const [entry, command] = [all('ENTRYPOINT'), all('CMD')].map(([rest]) => JSON.parse(rest ?? '') as string[])
    const { bin } = JSON.parse(readFileSync(`${projectDir}package.json`, 'utf8')) as { bin: { badgewright: string } }
    expect(entry).toEqual(['node', `/app/node_modules/badgewright/${bin.badgewright}`])
    expect(command).toEqual(['serve', '--config', '/app/serve.json'])
    const text = read('Containerfile')
    expect(text).not.toMatch(/\bnpx\b|\bcurl\b|\bwget\b|^ADD /m)
    expect(stages.flat().filter(({ rest }) => /latest/.test(rest))).toEqual([])
  })

  test('installs the optional packages that the tests ran with', () => {
    const { devDependencies } = JSON.parse(readFileSync(`${projectDir}package.json`, 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const installed = [
      ...all('RUN')
        .join(' ')
        .matchAll(/ (@?[a-z][\w/-]*)@(\d\S*)/g),
    ].map(([, name = '', version]) => [name, version])
    expect(installed.length).toBeGreaterThan(3)
    expect(installed).toEqual(installed.map(([name]) => [name, devDependencies[name ?? '']]))
  })

  test('its health check asks what a server answers, and a server that is configured so starts', {
    timeout: 60_000,
  }, async () => {
    const [, command = ''] = all('HEALTHCHECK')[0]?.split(' CMD ') ?? []
    const [, , script = ''] = JSON.parse(command) as string[]
    const url = new URL(/fetch\('([^']+)'\)/.exec(script)?.[1] ?? '')
    expect(Number(url.port)).toBe(serve.port)
    writeFileSync(file('serve.json'), JSON.stringify({ ...serve, host: '127.0.0.1', port: 0, data: file('data') }))
    const running = startCli(['serve', '--config', file('serve.json')])
    for (let i = 0; i < 400 && !running.out().includes('Listens on'); i++) await new Promise((go) => setTimeout(go, 50))
    const origin = /Listens on\s+(\S+)/.exec(running.out())?.[1] ?? ''
    expect((await fetch(new URL(url.pathname, origin))).status).toBe(200)
    running.signal('SIGTERM')
    expect((await running.ended).code).toBe(0)
    expect((await cli(['keys', 'list', '--config', file('serve.json')])).code).toBe(0)
  })

  const isHere = spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0
  test.skipIf(!isHere)('is built by docker (skipped where no daemon answers)', { timeout: 600_000 }, () => {
    const args = ['build', '-q', '-f', 'examples/container/Containerfile', '.']
    const { status, stderr } = spawnSync('docker', args, { cwd: projectDir, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  })
})
