export const MB = 1024 * 1024

/**
 * The part of the table of limits that reading files takes, JSON among them: apart, so that a web page that only bakes
 * does not load the rest. Everything else takes `limits`, which has these too.
 */
export const fileLimits = {
  /** Bytes of a JSON document. */
  jsonBytes: 10 * MB,
  /** Nesting of arrays and objects in JSON. */
  jsonDepth: 128,
  /** Values in JSON, objects and arrays among them; a badge with 10,000 results has about 100,000. */
  jsonValues: 500_000,
  /** Bytes of a PNG. */
  pngBytes: 64 * MB,
  /** Chunks of a PNG. */
  pngChunks: 100_000,
  /** Bytes of an SVG. */
  svgBytes: 10 * MB,
  /** Nested elements of an SVG. */
  svgDepth: 256,
  /** Attributes of one element of an SVG. */
  svgAttributes: 1000,
  /** Entities that an SVG declares, characters of one, and what they may add to its attributes. */
  svgEntities: 64,
  svgEntityText: 1024,
  svgGrowth: 64 * 1024,
  /** Characters of a compact JWS: a payload as large as a JSON document may be, in base64url. */
  jwtText: 14 * MB,
  /** Bytes of a PDF. */
  pdfBytes: 32 * MB,
  /** Bytes that the object streams of a PDF unpack to, all together. */
  pdfTableBytes: 64 * MB,
  /** Object streams of a PDF. */
  pdfTables: 4096,
  /** Values (numbers, names, lists …) of a PDF; a tagged document of 500 pages has about 500,000. */
  pdfValues: 1_000_000,
  /** Nesting of values in a PDF. */
  pdfDepth: 100,
  /** Bytes of one text in a PDF; ISO 32000-1 Annex C has 32,767, signatures have more. */
  pdfStringBytes: 1 * MB,
  /** Nesting of the lists of attached files. */
  pdfListDepth: 16,
  /** References that lead to one value. */
  pdfReferences: 16,
  /** Entries of the lists of attached files that are looked at. */
  pdfListEntries: 50_000,
  /** Files attached to a PDF that are looked at. */
  pdfAttachments: 256,
} as const
