import { cellReader } from '../../batch/csv/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { asArray, isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { isHttpUrl } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Skill, SkillFrameworkRecord } from '../core/records/index.js'

/** What a file of skills says. */
export interface SkillFile {
  readonly kind: SkillFrameworkRecord['kind']
  readonly name: string
  readonly skills: readonly Skill[]
}

/**
 * Reads a file of skills that somebody uploads: a CASE package (CFDocument and CFItems), a CTDL-ASN framework (`@graph`), or the
 * table of skills of ESCO (CSV with `conceptUri` and `preferredLabel`).
 *
 * @throws BadgeError `ERR_FORMAT_UNKNOWN` for anything else, `ERR_LIMIT_EXCEEDED`, and what reading JSON throws
 */
export async function readSkillFile(file: Uint8Array): Promise<SkillFile> {
  if (file.length > limits.skillFileBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A file of skills has at most ${limits.skillFileBytes} bytes.`)
  }
  const text = decode(file)
  const found = /^\s*[{[]/.test(text) ? readJson(parseJson(text)) : await readEsco(text)
  if (found === undefined || found.skills.length === 0) throw unknown()
  return found
}

const unknown = (cause?: unknown): BadgeError =>
  new BadgeError(
    'ERR_FORMAT_UNKNOWN',
    'Unrecognised format: expected a CASE package, a CTDL framework, or a table of skills of ESCO.',
    cause === undefined ? {} : { cause },
  )

function decode(file: Uint8Array): string {
  try {
    return utf8Decode(file).replace(/^\ufeff/, '')
  } catch (cause) {
    throw unknown(cause)
  }
}

const readJson = (json: JsonValue): SkillFile | undefined =>
  isJsonObject(json) ? (readCase(json) ?? readCtdl(json)) : undefined

/** CASE 1.0 and 1.1: `CFDocument`, `CFItems`. */
function readCase(json: JsonObject): SkillFile | undefined {
  if (!isJsonObject(json.CFDocument) || !Array.isArray(json.CFItems)) return undefined
  const framework = clean(json.CFDocument.title) ?? 'CASE'
  const skills = collect(json.CFItems, (item) =>
    skillOf({
      targetName: clean(item.fullStatement) ?? clean(item.abbreviatedStatement),
      targetUrl: item.uri,
      targetCode: clean(item.humanCodingScheme),
      targetFramework: framework,
      targetType: 'CFItem',
    }),
  )
  return { kind: 'CASE', name: framework, skills }
}

/** CTDL-ASN: the nodes of a graph, with texts by language. */
function readCtdl(json: JsonObject): SkillFile | undefined {
  const nodes = asArray<JsonValue>(json['@graph'] ?? json).filter(isJsonObject)
  const isA = (node: JsonObject, type: string): boolean => asArray<JsonValue>(node['@type']).includes(type)
  const framework = nodes.find((node) => isA(node, 'ceasn:CompetencyFramework'))
  const name = clean(inLanguage(framework?.['ceasn:name'])) ?? 'CTDL'
  const competencies = nodes.filter((node) => isA(node, 'ceasn:Competency'))
  if (competencies.length === 0) return undefined
  const skills = collect(competencies, (node) =>
    skillOf({
      targetName: clean(inLanguage(node['ceasn:competencyLabel'])) ?? clean(inLanguage(node['ceasn:competencyText'])),
      targetUrl: node['@id'],
      targetCode: clean(node['ceasn:codedNotation']),
      targetFramework: name,
      targetType: 'ceasn:Competency',
    }),
  )
  return { kind: 'CTDL', name, skills }
}

/** A text, or the English one of several, or the first. */
function inLanguage(value: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value)) return asArray<JsonValue>(value)[0]
  const language = Object.keys(value).find((tag) => /^en\b/i.test(tag)) ?? Object.keys(value)[0]
  return language === undefined ? undefined : asArray<JsonValue>(value[language])[0]
}

async function readEsco(text: string): Promise<SkillFile | undefined> {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const separator = first.includes(';') && !first.includes(',') ? ';' : ','
  const reader = await cellReader(separator)
  let heading: readonly string[] | undefined
  const skills: Skill[] = []
  for (const step of [() => reader.push(`${text}\n`), () => reader.end()]) {
    for (const cells of step()) {
      if ('fault' in cells) continue
      if (heading === undefined) {
        heading = cells
        if (!heading.includes('conceptUri') || !heading.includes('preferredLabel')) return undefined
        continue
      }
      const cell = (name: string): string | undefined => cells[heading?.indexOf(name) ?? -1]
      const skill = skillOf({
        targetName: clean(cell('preferredLabel')),
        targetUrl: cell('conceptUri'),
        targetDescription: clean(cell('description')),
        targetFramework: 'ESCO',
      })
      if (skill === undefined) continue
      skills.push(skill)
      assertFew(skills)
    }
  }
  return { kind: 'ESCO', name: 'ESCO', skills }
}

function collect(items: readonly JsonValue[], read: (item: JsonObject) => Skill | undefined): Skill[] {
  const skills: Skill[] = []
  for (const item of items) {
    const skill = isJsonObject(item) ? read(item) : undefined
    if (skill !== undefined) skills.push(skill)
    assertFew(skills)
  }
  return skills
}

function assertFew(skills: readonly Skill[]): void {
  if (skills.length <= limits.frameworkSkills) return
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `A file has at most ${limits.frameworkSkills} skills.`)
}

type Raw = { readonly [Name in keyof Skill]?: unknown }

/** A skill, where it has a name and an address of the web. */
function skillOf({ targetName, targetUrl, ...rest }: Raw): Skill | undefined {
  if (typeof targetName !== 'string' || typeof targetUrl !== 'string') return undefined
  if (targetUrl.length > limits.skillText || !isHttpUrl(targetUrl)) return undefined
  const more = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return { targetName, targetUrl, ...more } as Skill
}

/** One line without what turns or hides text, and not too long. */
function clean(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const line = value
    .slice(0, 4 * limits.skillText)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
  if (line === '') return undefined
  return line.length <= limits.skillText ? line : `${line.slice(0, limits.skillText - 1)}…`
}
