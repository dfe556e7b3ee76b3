import { fileLimits, MB } from './file-limits.js'

/**
 * The part of the table of limits that signing and verifying take, files among them: apart, so that a web page that only
 * verifies does not load the rest. What serves, stores and mails takes `limits`, which has these too.
 */
export const documentLimits = {
  ...fileLimits,
  /** Findings that one report about the data model lists; the rest would say the same. */
  findings: 200,
  /** Characters of a key as PEM, JSON or multibase text; RSA of 8192 bits needs about 7,000. */
  keyText: 32 * 1024,
  /** Characters of multibase text that is decoded, since base58 takes quadratic time; ample for keys and signatures. */
  multibaseText: 2048,
  /** Characters of a key of a cache; what has a longer one is computed each time. */
  cacheKey: 2048,
  /** Term definitions that the fast path processes for one document, those of nested contexts included. */
  rdfTermDefinitions: 100_000,
  /** Term definitions that the fast path keeps of processed contexts; beyond that it starts with none. */
  rdfCachedTerms: 100_000,
  /** Quads of a document that is canonicalised. */
  rdfQuads: 100_000,
  /** JSON values (members and items) of a document that is canonicalised. */
  rdfValues: 500_000,
  /** Bytes of the contexts that a document carries inline. */
  rdfInlineContextBytes: 64 * 1024,
  /** Types beyond the second of one node, over the whole document; each may bring a context of its own. */
  rdfExtraTypes: 2_000,
  /** Bytes of inline contexts times types in the document: work of applying scoped contexts. */
  rdfContextWork: 32_000_000,
  /** Sum over all arrays of the square of their size: jsonld compares each member of a set with all others. */
  rdfSetWork: 150_000_000,
  /** Objects that the reference libraries process for one verification; a context within a document counts as ten. */
  rdfReferenceObjects: 20_000,
  /** Hashes that RDFC-1.0 may take beyond four for each quad: work of telling alike blank nodes apart. */
  rdfHashes: 10_000,
  /** Permutations of alike blank nodes that RDFC-1.0 may try. */
  rdfPermutations: 30_000,
  /** Readings of one id that are followed; a context that offers more is up to no good. */
  rdfReadings: 200,
  /** Contexts within a document that are looked at before it is refused. */
  rdfLocalContexts: 256,
  /** Findings about terms that are reported. */
  rdfFindings: 100,
  /** How often a document is processed again to tell apart places that look alike. */
  rdfTrials: 64,
  /** How often parts of a document are processed to find the places that have no form in RDF. */
  rdfPlacesTried: 1024,
  /** Resources with signed digests that are fetched for one credential, beside its picture. */
  relatedResources: 16,
  /** Bytes of a fetched document. */
  fetchBytes: 5 * MB,
  /** Milliseconds for fetching one document, redirects included. */
  fetchMilliseconds: 10_000,
  /** Milliseconds until a TLS connection is open. */
  fetchConnectMilliseconds: 5_000,
  /** Milliseconds that a server may keep silent. */
  fetchIdleMilliseconds: 5_000,
  /** Bytes of the header of a response. */
  fetchHeaderBytes: 16 * 1024,
  /** Characters of a URL that is fetched. */
  fetchUrl: 4096,
  /** Redirects that are followed for one document. */
  fetchRedirects: 3,
  /** Empty pieces that a body may have; they count against no size, and without end they would stop the clock. */
  fetchEmptyChunks: 1000,
  /** Fetched contexts that one loader keeps; documents are never kept, since they may change. */
  cachedContexts: 64,
  /** Characters of a DID or of a URL that names a key; the did:jwk of an RSA key of 8192 bits has about 2,000. */
  methodIdLength: 4096,
  /** Bytes of a status list, unpacked: 134 million one-bit entries. */
  statusListBytes: 16 * MB,
  /** Characters of a packed status list. */
  statusListText: 4 * MB,
  /** Status entries of one credential. */
  statusEntries: 16,
  /** Largest `statusSize` of a list that is made here: 256 values. */
  statusSize: 8,
  /** Characters of an issuer's message about a status that are repeated. */
  statusMessage: 200,
  /** Entries of a 1EdTech revocation list. */
  revocationEntries: 200_000,
  /** Characters of the header of a JWT; one with an RSA key of 8192 bits has about 2,000. */
  jwtHeader: 16 * 1024,
  /** Keys of an issuer that are looked through for one that is named otherwise than by its URL. */
  issuerKeys: 64,
  /** JSON Schemas that one credential declares, and that one of them refers to. */
  declaredSchemas: 8,
  /** Characters of a credential that is held against a declared JSON Schema. */
  schemaText: MB,
  /** Looks at a credential and its schema that holding one against the other may take. */
  schemaSteps: 2_000_000,
  /** Characters of a pattern in a declared JSON Schema. */
  schemaPattern: 1024,
  /** Issuers in one registry. */
  registryIssuers: 100_000,
  /** Registries may name registries, as the list of the DCC does; those do not lead further. */
  registries: 16,
  /** Proofs in one proof set. */
  proofs: 16,
  /** Documents that keys of others than the issuer are looked up in, for one proof set. */
  foreignKeyDocuments: 4,
  /** Characters of a multibase signature; base58 takes quadratic time. */
  proofValue: 256,
  /** Nesting of CBOR in a proof value. */
  cborDepth: 3,
  /** Characters of an ecdsa-sd-2023 proof value; each statement that is disclosed takes about 90. */
  disclosureProof: 512 * 1024,
  /** Credentials in one learner record. */
  recordCredentials: 512,
  /** Levels down to which endorsements of endorsements are looked at. */
  endorsementDepth: 2,
  /** Endorsements that are verified of a credential, and of one inside another. */
  endorsements: [32, 4],
  /** Endorsements of an Open Badges 2.0 badge that are looked at. */
  ob2Endorsements: 16,
  /** Contexts and schemas of extensions that are loaded for one Open Badges 2.0 badge. */
  ob2Documents: 16,
  /** Credentials in one presentation. */
  presentedCredentials: 64,
} as const
