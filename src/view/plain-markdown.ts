/** A character that a backslash takes the meaning from, while the rest is read. */
const KEPT = '\ue000'
const MARKS = '\\`*_{}[]()#+-.!<>|~'

/**
 * Markdown as running text, where its marks would only be in the way: on certificates, and wherever else there is no markup. Links
 * and pictures leave their words, points of lists a dot. Every pattern looks ahead a bounded number of characters, so that the
 * time grows with the text alone.
 */
export const plainMarkdown = (markdown: string): string =>
  markdown
    .replaceAll('\r\n', '\n')
    .replaceAll(KEPT, '')
    .replace(
      /\\([\\`*_{}[\]()#+\-.!<>|~])/g,
      (_, mark: string) => KEPT + String.fromCharCode(0xe100 + MARKS.indexOf(mark)),
    )
    // Fences, rules and the lines below headings and heads of tables have no words.
    .replace(
      /^[ \t]{0,3}(?:`{3,20}[^`\n]{0,60}|~{3,20}[^~\n]{0,60}|={2,80}|[-*_](?:[ \t]{0,3}[-*_]){2,80})[ \t]{0,10}$\n?/gm,
      '',
    )
    .replace(/!?\[([^\][\n]{0,500})\](?:\([^()\s]{0,2000}(?:[ \t]+"[^"\n]{0,200}")?\)|\[[^\][\n]{0,200}\])/g, '$1')
    .replace(/<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/g, '$1')
    .replace(/^[ \t]{0,3}(?:#{1,6}|>)[ \t]{1,10}/gm, '')
    .replace(/^[ \t]{0,12}(?:[-*+]|\d{1,3}[.)])[ \t]{1,10}/gm, '• ')
    .replace(/[ \t]{1,10}#{1,6}$/gm, '')
    .replace(/\*\*|__|~~|`/g, '')
    .replace(/(^|[\s(])([*_])(?=\S)([^*_\n]{1,300})\2(?=[\s).,;:!?]|$)/gm, '$1$3')
    .replace(/\ue000([\ue100-\ue120])/g, (_, kept: string) => MARKS[kept.charCodeAt(0) - 0xe100] ?? '')
