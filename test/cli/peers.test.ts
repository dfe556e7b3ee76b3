import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { cliAt, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()

/** The package as `npm i badgewright` leaves it, with these optional packages beside it. */
function installed(name: string, peers: readonly string[]): string {
  const modules = join(file(name), 'node_modules')
  const own = join(modules, 'badgewright')
  mkdirSync(own, { recursive: true })
  for (const part of ['dist', 'package.json']) cpSync(join(projectDir, part), join(own, part), { recursive: true })
  for (const dependency of [...Object.keys(manifest.dependencies), ...peers]) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true })
    symlinkSync(join(projectDir, 'node_modules', dependency), join(modules, dependency))
  }
  return join(own, 'dist/cli/main.js')
}

test.each([
  ['nothing', [], 'npm i @libsql/client nodemailer'],
  ['the database alone', ['@libsql/client'], 'npm i nodemailer'],
  ['the mail alone', ['nodemailer'], 'npm i @libsql/client'],
])('serve, with %s installed of the optional packages, says which line helps', async (_, peers, line) => {
  const main = installed(`p${peers.join()}`.replaceAll(/\W/g, ''), peers)
  const { code, err } = await cliAt(main, ['serve', '--port', '0', '--data', file(`d${peers.length}${line.length}`)])
  expect(err).toContain('ERR_PEER_MISSING')
  expect(err.trim().endsWith(line)).toBe(true)
  expect(code).toBe(1)
})
