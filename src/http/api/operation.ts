import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Visit } from '../site/visit.js'

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One operation of the API, and its entry in the OpenAPI document. */
export interface Operation {
  readonly id: string
  readonly method: 'GET' | 'POST'
  /** With `:name` for places. */
  readonly path: string
  readonly summary: string
  /** Whether a bearer token is needed. */
  readonly protected: boolean | ((visit: Visit) => boolean)
  /** Bytes of the body at most. */
  readonly cap?: number
  /** Schema of the body. */
  readonly body?: JsonObject
  readonly query?: Readonly<Record<string, string>>
  /** Headers that it reads, and what they do. */
  readonly headers?: Readonly<Record<string, string>>
  /** How often it may be called is limited. */
  readonly limited?: boolean
  /** By status: what it means, and the schema of what comes. What all operations answer need not stand here. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: JsonObject }>>
  readonly run: (visit: Visit, body: JsonValue | undefined) => Promise<ApiAnswer>
}

/** Whether a bearer token is needed, as this host has set it up. */
export const isProtected = ({ protected: rule }: Operation, visit: Visit): boolean =>
  typeof rule === 'function' ? rule(visit) : rule
