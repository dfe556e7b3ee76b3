/** No count is needed: entries go with the objects that they are about, or the keys are those of a table of ours. */
const [WITH_ITS_KEY, OF_A_TABLE] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]

/**
 * Everything that is kept between calls without belonging to an object that the caller holds, with the most entries of
 * each. All of it follows from its key alone, or nobody has seen it, so sharing it makes things faster and changes no
 * result. No other file may keep state at module level; `test/architecture` holds them to that.
 */
export const cacheBounds = {
  /** Direction tables of Unicode for drawing. */
  bidiTables: 1,
  /** Contexts of `contexts/manifest.json` that were asked for, parsed. */
  bundledContexts: OF_A_TABLE,
  /** The fast canonicalizer with the contexts it has processed; `limits.rdfCachedTerms` counts their terms. */
  canonicalizer: 1,
  /** Classes of the data model, arranged for look-ups. */
  classIndexes: WITH_ITS_KEY,
  /** The same as `bundledContexts`, for what cannot wait. */
  contextsAtHand: OF_A_TABLE,
  /** Copies of contexts that the reference library may write into, by the frozen original. */
  contextCopies: WITH_ITS_KEY,
  /** Methods of a did:key or did:jwk, by its URL. */
  didMethods: 1024,
  /** What this host can draw, by the fonts given. */
  drawingTrials: WITH_ITS_KEY,
  /** Open faces of the font packages that are installed; a Japanese one has five million bytes. */
  fontFaces: OF_A_TABLE,
  /** Formatters of dates and numbers, by the locale. */
  formats: 32,
  /** What holds an input against the schema of an operation, by the schema. */
  inputValidators: WITH_ITS_KEY,
  /** Documents of this very server, which were had from it just now. */
  justRead: WITH_ITS_KEY,
  /** The last date and time that was read, and the last that was written. */
  lastTimes: 1,
  /** Verification methods in their normal form, by their text. */
  methods: 1024,
  /** The options that each table needs. */
  neededOptions: WITH_ITS_KEY,
  /** The texts of pages, by the language that was loaded. */
  pageTexts: WITH_ITS_KEY,
  /** Texts below a prefix, by the table that they are of. */
  partsOfTexts: WITH_ITS_KEY,
  /** How often each path gave a canonical form, for tests and measurements. */
  pathsTaken: 1,
  /** Pictures ready to be drawn, by their digest: a course gives everybody the same. */
  preparedArt: 16,
  /** Hashes of proof configurations under bundled contexts, by their text; those of one second and key are alike. */
  proofConfigurations: 64,
  /** Random bytes that nobody has been given yet. */
  randomBytes: 1,
  /** What a worker thread issues rows with. */
  rowIssuer: 1,
  /** Public keys of signers of others. */
  signerKeys: WITH_ITS_KEY,
  /** Lines that were shaped for a document, by its fonts: all sizes of a card have the same texts. */
  shapedLines: WITH_ITS_KEY,
  /** Copies of what drafts became and nothing speaks against: signing it, as it is, needs no second look. */
  soundCredentials: WITH_ITS_KEY,
  /** Offsets of time zones, by their names. */
  timeZones: 64,
  /** A service as the holders of tokens see it: so many tokens of each service. */
  tokenServices: WITH_ITS_KEY,
  /** What the guarded fetch trusts beside the common authorities, by the digest of it: reading those takes 50 ms. */
  trustedAuthorities: 16,
} as const satisfies Readonly<Record<string, number>>

type CacheName = keyof typeof cacheBounds

const emptied: (() => void)[] = []

/** The way to the cache of this name, which is made with its bound when it is first needed. Each name has one owner. */
export function sharedCache<T>(name: CacheName, make: (bound: number) => T): () => T {
  let made: T | undefined
  emptied.push(() => {
    made = undefined
  })
  return () => {
    made ??= make(cacheBounds[name])
    return made
  }
}

/** Forgets everything that was kept so far, as in a process that has just begun. */
export function clearSharedCaches(): void {
  for (const empty of emptied) empty()
}
