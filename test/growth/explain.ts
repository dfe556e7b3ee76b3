import { Pool, type PoolClient } from 'pg'
import type { PostgresPool } from '../../src/adapters/storage/postgres.js'

/** A plan as `EXPLAIN (FORMAT JSON)` has it. */
interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Shared Hit Blocks'?: number
  readonly 'Shared Read Blocks'?: number
  readonly Plans?: readonly Plan[]
}

/** What statements came to, since it was set to nothing. */
export interface Explained {
  statements: number
  buffers: number
  /** By the text of the statement: nodes of its plan, with the most rows that each gave. */
  readonly plans: Map<string, string>
}

/** A pool whose statements are counted, and explained by the server itself while they run. */
export function explainingPool(url: string): { pool: PostgresPool; seen: Explained; end: () => Promise<void> } {
  const pool = new Pool({ connectionString: url, max: 8 })
  const seen: Explained = { statements: 0, buffers: 0, plans: new Map() }
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    void query(
      `LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;
       SET auto_explain.log_buffers = on; SET auto_explain.log_timing = off; SET auto_explain.log_format = json;
       SET auto_explain.log_level = notice`,
    )
    client.on('notice', ({ message = '' }) => {
      const json = message.slice(message.indexOf('{'))
      if (!message.includes('plan:')) return
      const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: Plan }
      seen.buffers += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
      seen.plans.set(text.replace(/\s+/g, ' ').trim(), nodesOf(plan).join(' < '))
    })
    Object.assign(client, {
      query(...args: unknown[]) {
        seen.statements += 1
        return query(...args)
      },
    })
  })
  return { pool, seen, end: () => pool.end() }
}

const nodesOf = (plan: Plan): string[] => [
  [
    plan['Node Type'],
    plan['Index Name'] ?? plan['Relation Name'],
    `(${Math.round((plan['Actual Rows'] ?? 0) * (plan['Actual Loops'] ?? 1))} rows)`,
  ]
    .filter((part) => part !== undefined)
    .join(' '),
  ...(plan.Plans ?? []).flatMap(nodesOf),
]
