import jsQR from 'jsqr'

// The types of jsqr are those of another module system than its code.
const read = jsQR as unknown as typeof jsQR.default

/** What the QR code in a picture says: one as it is drawn, dark on light, which saves a second look at the negative. */
export const readQr = ({ data, width, height }: { data: Uint8Array; width: number; height: number }) =>
  read(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data
