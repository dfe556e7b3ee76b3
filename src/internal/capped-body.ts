import { byteCollector } from './byte-collector.js'
import { directReadOf } from './direct-body.js'

/**
 * The bytes of a body, read no further than `cap`; `null` for a longer one, whose announced length is believed first.
 */
export async function readCappedBody(
  message: Pick<Request, 'headers' | 'body'>,
  cap: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(message.headers.get('content-length') ?? 0) > cap) return null
  const direct = directReadOf(message)
  if (direct !== undefined) return direct(cap)
  const collected = byteCollector(cap)
  const reader = message.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    if (collected.add(value)) continue
    await reader.cancel().catch(() => {})
    return null
  }
  return collected.bytes()
}
