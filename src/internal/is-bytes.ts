/** Whether a value is a `Uint8Array` (a Node `Buffer` is one), of this realm or another. */
export const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]'
