import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig } from '../serve/config.js'
import { serveMetrics } from '../serve/metrics.js'
import { assertData } from '../serve/open-data.js'
import { baseUrlOf, openService } from '../serve/open-service.js'
import { workUntilTold } from '../serve/until-told.js'

/** What `work` takes: the same settings as the servers beside it. */
export interface WorkOptions {
  readonly config?: string
  readonly data?: string
  readonly baseUrl?: string
  readonly storage?: string
}

/**
 * Does what is due, without serving anything: mail, webhooks, reminders, expiry, retention. Any number of workers and servers
 * may do so at once; each thing is done by one.
 */
export async function work(options: WorkOptions, around: Surroundings): Promise<void> {
  around.umask(0o077)
  const config = await readServeConfig(options.config, options, around)
  await assertData(config)
  const { service, figures, reportDefect, close } = await openService(config, baseUrlOf(config, config.port), around)
  let metrics: Awaited<ReturnType<typeof serveMetrics>>
  try {
    metrics = await serveMetrics(config.metrics, figures, service)
    around.stdout.write(`Works for ${service.baseUrl}: mail, webhooks, batches, reminders, expiry. Ctrl+C ends it.\n`)
    if (metrics !== undefined) around.stdout.write(`Figures: ${metrics.url}\n`)
    await workUntilTold(service, around, reportDefect, figures)
  } finally {
    await metrics?.close()
    await close()
  }
}
