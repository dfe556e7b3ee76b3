// The surface of untyped packages that rdf/ touches.
declare module 'jsonld' {
  export interface RdfTerm {
    termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
    value: string
    language?: string
    datatype?: { termType: 'NamedNode'; value: string }
  }
  export interface RdfQuad {
    subject: RdfTerm
    predicate: RdfTerm
    object: RdfTerm
    graph: RdfTerm
  }
  export interface JsonLdEvent {
    code: string
    level: string
    details: Record<string, unknown>
  }
  export interface ToRdfOptions {
    base: null
    safe?: boolean
    rdfDirection: 'i18n-datatype'
    produceGeneralizedRdf: false
    documentLoader: (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown; tag?: string }>
    eventHandler?: (input: { event: JsonLdEvent; next: () => void }) => void
  }
  const jsonld: { toRDF(input: unknown, options: ToRdfOptions): Promise<RdfQuad[]> }
  export default jsonld
}
declare module 'rdf-canonize' {
  export interface MessageDigest {
    update(text: string): void
    digest(): string
  }
  export interface CanonizeOptions {
    algorithm: 'RDFC-1.0'
    format: 'application/n-quads'
    createMessageDigest: () => MessageDigest
    maxDeepIterations: number
    canonicalIdMap: Map<string, string>
    signal: { readonly aborted: boolean; readonly reason: string }
  }
  export const NQuads: { parse(text: string): unknown; serializeQuad(quad: unknown): string }
  export function canonize(dataset: unknown, options: CanonizeOptions): Promise<string>
}
