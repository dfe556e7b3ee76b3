import type { JsonObject, JsonValue } from './json.js'
import type { Problem } from './verification.js'

/** One thing that `checkDataModel` or `createCredential` found. */
export interface ModelFinding extends Problem {
  /** The check that the finding belongs to. */
  readonly check: 'model.context' | 'model.schema' | 'model.subject' | 'model.terms' | 'validity.until'
  /** Stable id of the rule, such as `schema.required` or `result.level-known`. */
  readonly rule: string
  /** The clause that the rule implements. */
  readonly spec: string
  /** What the issuer does about it. */
  readonly fix: string
  /** RFC 6901 pointer into the document (or the draft); empty for the whole of it. */
  readonly pointer: string
}

/** What `checkDataModel` returns. */
export interface ModelReport {
  /** Whether nothing in `problems` speaks against the document. Warnings do not count. */
  readonly valid: boolean
  readonly problems: readonly ModelFinding[]
  readonly warnings: readonly ModelFinding[]
}

/** What `fixDraft` proposes. */
export interface FixProposal {
  /** RFC 6902. Empty where nothing can be mended mechanically. */
  readonly patch: readonly (
    | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
    | { readonly op: 'remove'; readonly path: string }
    | { readonly op: 'move'; readonly from: string; readonly path: string }
  )[]
  /** The document with the patch applied. */
  readonly fixed: JsonObject
  /** Problems that the patch leaves, for somebody to decide on. */
  readonly remaining: readonly ModelFinding[]
  /** Whether the document carries a proof, which a change breaks: the issuer has to sign it again. */
  readonly signed: boolean
}
