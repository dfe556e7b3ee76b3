/** Bits of one entry: more than 32 nobody has a use for. */
export const isStatusSize = (size: unknown): size is number =>
  typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= 32
