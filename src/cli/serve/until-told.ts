import type { BadgeService } from '../../service/index.js'
import type { Surroundings } from '../core/surroundings.js'
import type { Figures } from './figures.js'

/** Between two looks at what is due, where the last one found nothing. */
const PAUSE_MS = 2_000

/** Does what is due again and again, until SIGINT or SIGTERM. What is under way then is finished. */
export async function workUntilTold(
  service: BadgeService,
  around: Surroundings,
  report: (error: unknown) => void,
  figures?: Pick<Figures, 'ran'>,
): Promise<void> {
  const work = async (): Promise<boolean> => {
    try {
      const done = await service.tick()
      figures?.ran(done)
      const { mail, webhooks, rows, released, expired, reminders, removed } = done
      return mail.sent + mail.ended + webhooks.sent + rows + released + expired + reminders + removed > 0
    } catch (error) {
      figures?.ran()
      report(error)
      return false
    }
  }
  await untilTold(around, work, service.options.storage.listen)
}

/**
 * Works until SIGINT or SIGTERM: at once again where there was something to do, or where `listen` hears that there is; else
 * after a pause.
 */
export async function untilTold(
  around: Surroundings,
  work: () => Promise<boolean>,
  listen?: (onDue: () => void) => () => Promise<void>,
): Promise<void> {
  let wake = (): void => {}
  let isOver = false
  let isCalled = false
  const end = (): void => {
    isOver = true
    wake()
  }
  around.once('SIGINT', end)
  around.once('SIGTERM', end)
  const unlisten = listen?.(() => {
    isCalled = true
    wake()
  })
  while (!isOver) {
    isCalled = false
    const pause = (await work()) ? 0 : PAUSE_MS
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (isOver || isCalled) wake()
    })
  }
  await unlisten?.()
}
