// Completes the lockfiles: `node test/package/complete-lockfile.mjs`, after every `npm install`.
// npm leaves out platform packages that the registry at hand does not serve (npm/cli#4828), and then `npm ci` refuses
// the lockfile, and other platforms miss their binary. An entry without address and digest is one that npm looks up.
import { readFileSync, writeFileSync } from 'node:fs'

/** That of the project, and that of the Next.js in which the examples are tried. */
export const lockfiles = ['../../package-lock.json', '../e2e/next/package-lock.json'].map(
  (path) => new URL(path, import.meta.url),
)

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc', 'ppc64', 'riscv64', 's390x', 'x64']
/** Names that some projects give a processor. */
const aliases = { armv7: 'arm', 'arm-gnueabihf': 'arm' }

/** Optional dependencies named in the lockfile that have no entry of their own: name → version and who wants it. */
export function missingPlatformPackages(lock) {
  const missing = new Map()
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
      if (!places.some((place) => place in lock.packages)) missing.set(name, { version, wantedBy: entry })
    }
  }
  return missing
}

function platformOf(name) {
  const words = name.split('/').at(-1).split(/[-_]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.map((word) => aliases[word] ?? word).find((word) => processors.includes(word))
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return { ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc }), ...(os && { os: [os] }) }
}

function complete(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const [name, { version, wantedBy }] of missingPlatformPackages(lock)) {
    const { dev } = wantedBy
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev && { dev }), optional: true }
  }
  const root = lock.packages['']
  delete lock.packages['']
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = { '': root, ...Object.fromEntries(sorted) }
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}

if (process.argv[1] === new URL(import.meta.url).pathname) lockfiles.forEach(complete)
