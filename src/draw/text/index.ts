/** Lines in the order of the Unicode bidirectional algorithm, and paragraphs that fit. */

export { type Box, fitParagraph } from './paragraph.js'
export { type Line, type Run, shapeLine } from './shape.js'
