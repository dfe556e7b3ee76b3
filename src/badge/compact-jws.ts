/** RFC 7515 §3.1, as the schemas of 1EdTech write it (`CompactJws`). The payload may be empty: it then travels apart. */
const COMPACT_JWS = /^[\w-]+\.[\w-]*\.[\w-]+$/

/** Generous, so that a JWT that is slightly damaged, encrypted or an SD-JWT is spoken of as a JWT. */
const LIKE_JWS = /^[\w=+/~-]+\.[\w=+/~-]*\.[\w=+/~.-]*$/

/** Whether a text has the form of a compact JWS. */
export const isCompactJws = (text: string): boolean => COMPACT_JWS.test(text)

/** Whether a text has the form of a compact JWS that carries its payload, as a badge does. */
export const isBadgeJws = (text: string): boolean => isCompactJws(text) && !text.includes('..')

/** Whether a text means to be a JWS; whether it is one, taking it apart finds out. */
export const looksLikeJws = (text: string): boolean => LIKE_JWS.test(text)
