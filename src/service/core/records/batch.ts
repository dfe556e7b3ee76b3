/** A batch of badges: collection `batches`. */
export interface BatchRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly label?: string
  readonly createdAt: string
  readonly stage: 'running' | 'done' | 'undoing' | 'undone'
  readonly rows: number
  readonly issued: number
  readonly refused: number
}
