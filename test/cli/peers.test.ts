import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
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

describe('passkeys without @simplewebauthn/server', () => {
  let main = ''
  beforeAll(() => {
    main = installed('nokeys', ['@libsql/client', 'nodemailer'])
  })

  test('serve does not start with them, and says which line helps', async () => {
    const config = file('passkeys.json')
    writeFileSync(config, JSON.stringify({ passkeys: true, baseUrl: 'https://badges.example' }))
    const { code, err } = await cliAt(main, ['serve', '--port', '0', '--data', file('dk'), '--config', config])
    expect(err).toContain('ERR_PEER_MISSING')
    expect(err.trim().endsWith('npm i @simplewebauthn/server')).toBe(true)
    expect(code).toBe(1)
  })

  test('no service is made with them: the library says so by a BadgeError; without them it is made', async () => {
    const script = join(dirname(main), 'probe.mjs')
    writeFileSync(
      script,
      `import { generateKeyPair, isBadgeError } from 'badgewright'
import { passkeys } from 'badgewright/auth/passkeys'
import { createBadgeService } from 'badgewright/service'
import { memoryStorage } from 'badgewright/storage/memory'

const make = async (withPasskeys) => createBadgeService({
  signer: await generateKeyPair(),
  storage: memoryStorage(),
  baseUrl: 'https://badges.example',
  ...(withPasskeys ? { passkeys: await passkeys() } : {}),
})
const error = await make(true).catch((thrown) => thrown)
console.log(JSON.stringify([isBadgeError(error, 'ERR_PEER_MISSING'), error.message]))
console.log((await make(false)).baseUrl)
`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [script])
    const [refused = '', made] = stdout.trim().split('\n')
    expect(JSON.parse(refused)).toEqual([true, expect.stringMatching(/npm i @simplewebauthn\/server$/)])
    expect(made).toBe('https://badges.example')
  })
})
