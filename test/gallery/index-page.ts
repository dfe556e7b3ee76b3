/** A picture of the gallery. What is drawn has no theme. */
export interface Shot {
  readonly group: string
  readonly name: string
  readonly locale: string
  readonly theme?: string
  readonly file: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** One row for each thing, one column for each language; light above dark. */
export function indexPage(shots: readonly Shot[], locales: readonly string[]): string {
  const groups = [...new Set(shots.map(({ group }) => group))]
  const cell = (mine: readonly Shot[], locale: string): string =>
    mine
      .filter((shot) => shot.locale === locale)
      .map(
        ({ file, name, theme }) =>
          `<a href="${escaped(file)}"><img loading="lazy" src="${escaped(file)}" alt="${escaped(`${name}, ${locale}, ${theme ?? 'drawn'}`)}"></a>`,
      )
      .join('')
  const rows = (group: string): string => {
    const own = shots.filter((shot) => shot.group === group)
    return [...new Set(own.map(({ name }) => name))]
      .map((name) => {
        const mine = own.filter((shot) => shot.name === name)
        return `<tr><th scope="row">${escaped(name)}</th>${locales.map((locale) => `<td>${cell(mine, locale)}</td>`).join('')}</tr>`
      })
      .join('\n')
  }
  const head = `<tr><td></td>${locales.map((locale) => `<th scope="col">${locale}</th>`).join('')}</tr>`
  const tables = groups.map((group) => `<h2 id="${group}">${group}</h2>\n<table>${head}\n${rows(group)}</table>`)
  const links = groups.map((group) => `<a href="#${group}">${group}</a>`).join(' · ')
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gallery</title>
<style>body{font:16px system-ui;margin:2rem}th{text-align:start;vertical-align:top;padding:.5rem}td{vertical-align:top;padding:.25rem}img{width:180px;border:1px solid #999;display:block;margin-bottom:.25rem}</style>
<h1>Gallery: ${shots.length} pictures</h1>
<p>${links}</p>
${tables.join('\n')}
</html>
`
}
