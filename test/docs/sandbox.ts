import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
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
  if (!existsSync(`${projectDir}dist/index.js`))
    throw new Error('dist/ is not built; run `npm run build` before these tests')
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

  const run = async (program: string, args: readonly string[]): Promise<string> => {
    const env = { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` }
    try {
      return (await execute(program, args, { cwd: folder, env, timeout: 60_000 })).stdout
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string }
      throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error })
    }
  }

  return {
    folder,
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
      await run(process.execPath, [join(projectDir, 'node_modules/typescript/bin/tsc'), '-p', folder])
    },
    /** Runs one snippet: TypeScript in Node, `sh` in bash with the `badgewright` command on its path. */
    async run({ place, language, code }: Snippet): Promise<string> {
      if (language === 'sh') return run('bash', ['-euo', 'pipefail', '-c', code])
      const file = join(folder, `${fileNameOf(place)}.mjs`)
      writeFileSync(file, (await transform(code, { loader: 'ts', format: 'esm', target: 'node20' })).code)
      return run(process.execPath, [file])
    },
  }
}

const fileNameOf = (place: string) => place.replaceAll(/[^\w]+/g, '-')

/** `badgewright` is the built command, `npx` finds it, and of npm only the demo does something: it runs right here. */
function installCommands(folder: string): void {
  const node = (file: string) => `exec "${process.execPath}" "${join(projectDir, file)}" "$@"`
  const scripts = {
    badgewright: node('dist/cli/main.js'),
    npx: 'exec "$@"',
    npm: `case "$*" in ci|test|'i badgewright'|'install badgewright') ;; 'run demo') shift 2; ${node('examples/demo.mjs')} ;; *) exit 1 ;; esac`,
  }
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, name)
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`)
    chmodSync(file, 0o755)
  }
}
