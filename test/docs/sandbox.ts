import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { afterAll } from 'vitest'
import { built } from '../support/built.js'
import { projectDir, type Snippet } from './snippets.js'

const execute = promisify(execFile)

/** Badges that documentation speaks of as if the reader had them. */
const PREPARATION = `
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { bakeImage, generateKeyPair, issueBadge } from 'badgewright'
const achievement = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }
const draft = { issuer: { name: 'Acme' }, achievement, recipient: { email: 'kim@example.org' } }
const badge = await issueBadge(draft, await generateKeyPair())
const image = await bakeImage(await readFile('welder.png'), badge)
await mkdir('badges')
await Promise.all([writeFile('badge.json', JSON.stringify(badge)), writeFile('badge.png', image), writeFile('badges/kim.png', image)])
`

/**
 * A folder in which snippets run one after the other, as a reader would type them. It lies in the project, so that
 * `badgewright` means the built package, and holds files of the names that the documentation speaks of.
 */
export function createSandbox(name: string) {
  built('index.js')
  const folder = join(projectDir, '.cache/docs', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const examples = join(projectDir, 'examples')
  cpSync(join(examples, 'art'), join(folder, 'art'), { recursive: true })
  cpSync(join(examples, 'art'), folder, { recursive: true })
  for (const file of ['achievements.json', 'issuer.json']) copyFileSync(join(examples, file), join(folder, file))
  // The reader's own course: the first rows of the demo's, none of which is refused.
  const rows = readFileSync(join(examples, 'recipients.csv'), 'utf8').split('\n').slice(0, 4)
  writeFileSync(join(folder, 'recipients.csv'), `${rows.join('\n')}\n`)
  installCommands(join(folder, 'bin'))

  const more: Record<string, string> = {}
  const run = async (program: string, args: readonly string[]): Promise<string> => {
    const env = { ...process.env, ...more, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` }
    try {
      return (await execute(program, args, { cwd: folder, env, timeout: 60_000 })).stdout
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string }
      throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error })
    }
  }

  const programs = programRunner(folder)
  afterAll(programs.end, 60_000)

  return {
    folder,
    /** What the environment of its commands has besides. */
    env: more,
    /** Writes `badge.json`, `badge.png` and `badges/kim.png`. */
    prepare: async (): Promise<void> => {
      writeFileSync(join(folder, 'prepare.mjs'), PREPARATION)
      await run(process.execPath, ['prepare.mjs'])
    },
    /** Type-checks all snippets at once, with the settings of the project. */
    async typeCheck(snippets: readonly Snippet[]): Promise<void> {
      const files = snippets.map(({ place, code }) => {
        const file = `${fileNameOf(place)}.ts`
        writeFileSync(join(folder, file), `${code}\nexport {}\n`)
        return file
      })
      const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, noEmit: true }
      const config = { extends: join(projectDir, 'tsconfig.json'), compilerOptions, files, include: [] }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
      await run(process.execPath, [join(projectDir, 'node_modules/typescript-native/bin/tsc'), '-p', folder])
    },
    /** Runs one snippet: TypeScript in a process that they share, `sh` in bash with the `badgewright` command on its path. */
    async run({ place, language, code }: Snippet): Promise<void> {
      if (language === 'sh') {
        await run('bash', ['-euo', 'pipefail', '-c', code])
        return
      }
      const file = join(folder, `${fileNameOf(place)}.mjs`)
      writeFileSync(file, (await transform(code, { loader: 'ts', format: 'esm', target: 'node20' })).code)
      await programs.run(file)
    },
  }
}

/** One process in which programs run in turn. It must end without being told: then none of them left anything open. */
function programRunner(folder: string) {
  const start = () => {
    const child = fork(join(projectDir, 'test/docs/runner.mjs'), { cwd: folder, silent: true })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part) => {
        printed += part
      })
    }
    return { child, ended: once(child, 'exit'), printed: () => printed }
  }
  let running: ReturnType<typeof start> | undefined
  return {
    async run(file: string): Promise<void> {
      running ??= start()
      const { child, ended, printed } = running
      if (child.connected) child.send(file)
      const [answer] = await Promise.race([once(child, 'message'), ended.then(() => [{ error: 'the process ended' }])])
      if (answer.error !== undefined) throw new Error(`${file} failed: ${answer.error}\n${printed()}`)
    },
    async end(): Promise<void> {
      if (running === undefined) return
      if (running.child.connected) running.child.disconnect()
      const [code] = await running.ended
      if (code !== 0) throw new Error(`The snippets ended with exit code ${code}.\n${running.printed()}`)
    },
  }
}

const fileNameOf = (place: string) => place.replaceAll(/[^\w]+/g, '-')

/**
 * `badgewright` is the built command, `npx` finds it, and of npm only the demo does something: it runs right here, on
 * the port `DEMO_PORT`, and what it prints is kept in `demo.out` and `demo.err`.
 */
function installCommands(folder: string): void {
  const node = (file: string) => `"${process.execPath}" "${join(projectDir, file)}"`
  const demo = `${node('examples/demo.mjs')} --port "\${DEMO_PORT:-8080}" "$@" 2> >(tee demo.err >&2) | tee demo.out`
  const scripts = {
    badgewright: `exec ${node('dist/cli/main.js')} "$@"`,
    npx: 'exec "$@"',
    npm: `case "$*" in ci|test|'i badgewright'|'install badgewright') ;; 'run demo') shift 2; ${demo} ;; *) exit 1 ;; esac`,
  }
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, name)
    writeFileSync(file, `#!/usr/bin/env bash\nset -o pipefail\n${script}\n`)
    chmodSync(file, 0o755)
  }
}
