/** RFC 1952, in every runtime. */
export const gzip = (data: Uint8Array): Promise<Uint8Array> => packed(data, 'gzip')

/** RFC 1950, the zlib format. */
export const deflate = (data: Uint8Array): Promise<Uint8Array> => packed(data, 'deflate')

async function packed(data: Uint8Array, format: CompressionFormat): Promise<Uint8Array> {
  const stream = new CompressionStream(format)
  const writer = stream.writable.getWriter()
  // A failure would come out of the reading half as well.
  writer.write(data as Uint8Array<ArrayBuffer>).catch(() => undefined)
  writer.close().catch(() => undefined)
  return new Uint8Array(await new Response(stream.readable).arrayBuffer())
}
