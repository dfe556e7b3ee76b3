const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The characters of a text as people count them. Of plain ASCII that is each, and to be told so takes long. */
export const graphemes = (text: string): string[] =>
  /^[ -~]*$/.test(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment)
