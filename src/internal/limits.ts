/** Caps that are applied before any work. One table, quoted by the README and by error messages. */
export const limits = {
  /** Bytes of a JSON document. */
  jsonBytes: 10 * 1024 * 1024,
  /** Nesting of arrays and objects in JSON. */
  jsonDepth: 128,
  /** Values in JSON, objects and arrays among them; a badge with 10,000 results has about 100,000. */
  jsonValues: 500_000,
  /** Findings that one report about the data model lists; the rest would say the same. */
  findings: 200,
  /** Characters of a key as PEM, JSON or multibase text; RSA of 8192 bits needs about 7,000. */
  keyText: 32 * 1024,
  /** Bytes of a PNG. */
  pngBytes: 64 * 1024 * 1024,
  /** Chunks of a PNG. */
  pngChunks: 100_000,
  /** Bytes of an SVG. */
  svgBytes: 10 * 1024 * 1024,
  /** Nested elements of an SVG. */
  svgDepth: 256,
  /** Attributes of one element of an SVG. */
  svgAttributes: 1000,
  /** Term definitions that the fast path processes for one document, those of nested contexts included. */
  rdfTermDefinitions: 100_000,
  /** Term definitions that the fast path keeps of processed contexts; beyond that it starts anew. */
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
  /** Bytes of a fetched document. */
  fetchBytes: 5 * 1024 * 1024,
  /** Milliseconds for fetching one document, redirects included. */
  fetchMilliseconds: 10_000,
  /** Milliseconds until a TLS connection must stand. */
  fetchConnectMilliseconds: 5_000,
  /** Milliseconds that a server may keep silent. */
  fetchIdleMilliseconds: 5_000,
  /** Bytes of the header of a response. */
  fetchHeaderBytes: 16 * 1024,
  /** Addresses that one host name may have. */
  fetchAddresses: 64,
  /** Characters of a URL that is fetched. */
  fetchUrl: 4096,
  /** Redirects that are followed for one document. */
  fetchRedirects: 3,
  /** Characters of a DID or of a URL that names a key. */
  methodIdLength: 4096,
  /** Bytes of a status list, unpacked: 134 million one-bit entries. */
  statusListBytes: 16 * 1024 * 1024,
  /** Characters of a packed status list. */
  statusListText: 4 * 1024 * 1024,
  /** Status entries of one credential. */
  statusEntries: 16,
  /** Entries of a 1EdTech revocation list. */
  revocationEntries: 200_000,
  /** Characters of a compact JWS: a payload as large as a JSON document may be, in base64url. */
  jwtText: 14 * 1024 * 1024,
  /** Characters of the header of a JWT; one with an RSA key of 8192 bits has about 2,000. */
  jwtHeader: 16 * 1024,
  /** Keys of an issuer that are looked through for one that is named otherwise than by its URL. */
  issuerKeys: 64,
  /** Public keys, and keys of DIDs that are computed, that are kept ready for the next verification. */
  cachedKeys: 1024,
  /** Canonical proof configurations that are kept: those of one second and key are alike. */
  cachedProofs: 64,
  /** JSON Schemas that one credential declares, and that one of them refers to. */
  declaredSchemas: 8,
  /** Characters of a credential that is held against a declared JSON Schema. */
  schemaText: 1024 * 1024,
  /** Looks at a credential and its schema that holding one against the other may take. */
  schemaSteps: 2_000_000,
  /** Characters of a pattern in a declared JSON Schema. */
  schemaPattern: 1024,
  /** Issuers in one registry. */
  registryIssuers: 100_000,
  /** Proofs in one proof set. */
  proofs: 16,
  /** Characters of an ecdsa-sd-2023 proof value; each statement that is disclosed takes about 90. */
  disclosureProof: 512 * 1024,
  /** Credentials in one learner record. */
  recordCredentials: 512,
  /** Bytes of a drawing that is cleaned or rendered. */
  artBytes: 4 * 1024 * 1024,
  /** Elements of a drawing that is cleaned or rendered. */
  artElements: 20_000,
  /** Elements of a drawing once every `use` is replaced by what it names. */
  artDrawn: 100_000,
  /** Pixels of a picture that is drawn on a card or page. */
  artPixels: 40_000_000,
  /** Milliseconds for rendering one drawing. */
  artMilliseconds: 5_000,
  /** Bytes of memory for rendering one drawing of a stranger. */
  artMemory: 1024 * 1024 * 1024,
  /** Bytes of a PDF. */
  pdfBytes: 32 * 1024 * 1024,
  /** Bytes that the object streams of a PDF unpack to, all together. */
  pdfTableBytes: 64 * 1024 * 1024,
  /** Object streams of a PDF. */
  pdfTables: 4096,
  /** Values (numbers, names, lists …) of a PDF; a tagged document of 500 pages has about 500,000. */
  pdfValues: 1_000_000,
  /** Entries of the lists of attached files that are looked at. */
  pdfListEntries: 50_000,
  /** Files attached to a PDF that are looked at. */
  pdfAttachments: 256,
  /** Bytes of one font; the largest of Noto have 20 million. */
  fontBytes: 32 * 1024 * 1024,
  /** Characters of one text of a badge that is shown to people. */
  viewText: 20_000,
  /** Credentials in one presentation. */
  presentedCredentials: 64,
  /** Bytes of a picture that the service keeps for a badge. */
  pictureBytes: 2 * 1024 * 1024,
  /** Bytes of the picture inside a mail; larger ones are left out. */
  mailPictureBytes: 160 * 1024,
  /** Characters of what reviewer and applicant say to each other at once. */
  remarkText: 2000,
  /** Characters of one answer in an application. */
  answerText: 5_000,
  /** Fields of an application form. */
  formFields: 50,
} as const
