import { foldText } from '../../internal/fold-text.js'
import { languageOf, languages } from '../../texts/index.js'

/** Columns of a file of recipients, in any order and letter case. */
export const columns = [
  'email',
  'name',
  'did',
  'achievement',
  'id',
  'locale',
  'guardian',
  'guardianUntil',
  'validFrom',
  'validUntil',
  'evidence',
  'narrative',
  'result',
] as const

export type Column = (typeof columns)[number]

/** What a column is called in each language, in their order; the first word is the one that templates and pages say. */
const words: Readonly<Record<Column, readonly (readonly string[])[]>> = {
  email: [
    ['email', 'e-mail', 'email address', 'mail'],
    ['E-Mail', 'E-Mail-Adresse', 'Mailadresse'],
    ['correo', 'correo electrónico', 'dirección de correo'],
    ['e-mail', 'adresse e-mail', 'courriel', 'adresse électronique'],
    ['البريد الإلكتروني', 'البريد', 'الإيميل'],
    ['メールアドレス', 'メール', 'Eメール'],
  ],
  name: [
    ['name', 'full name'],
    ['Name', 'Vor- und Nachname', 'vollständiger Name'],
    ['nombre', 'nombre completo', 'nombre y apellidos'],
    ['nom', 'nom complet', 'nom et prénom', 'prénom et nom'],
    ['الاسم', 'الاسم الكامل'],
    ['氏名', '名前', 'お名前'],
  ],
  did: [['did'], ['DID'], ['DID'], ['DID'], ['DID'], ['DID']],
  achievement: [['achievement', 'badge'], ['Badge'], ['insignia'], ['badge'], ['الشارة'], ['バッジ']],
  id: [['id'], ['ID', 'Kennung'], ['id', 'identificador'], ['id', 'identifiant'], ['المعرّف'], ['ID']],
  locale: [['locale', 'language'], ['Sprache'], ['idioma', 'lengua'], ['langue'], ['اللغة'], ['言語']],
  guardian: [
    ['guardian', 'guardian email'],
    ['Sorgeberechtigte', 'Erziehungsberechtigte', 'E-Mail der Eltern'],
    ['tutor', 'correo del tutor'],
    ['représentant légal', 'e-mail du représentant légal'],
    ['ولي الأمر', 'بريد ولي الأمر'],
    ['保護者', '保護者のメールアドレス'],
  ],
  guardianUntil: [
    ['guardianUntil', 'guardian until', 'of age on'],
    ['volljährig ab'],
    ['mayor de edad desde'],
    ['majeur à partir du'],
    ['بلوغ سن الرشد'],
    ['成人になる日'],
  ],
  validFrom: [
    ['validFrom', 'valid from', 'awarded on', 'issue date'],
    ['gültig ab', 'verliehen am', 'Ausstellungsdatum'],
    ['válido desde', 'válida desde', 'fecha de emisión'],
    ['valable à partir du', 'date de délivrance'],
    ['صالحة من', 'تاريخ الإصدار'],
    ['有効期間の開始日', '授与日', '発行日'],
  ],
  validUntil: [
    ['validUntil', 'valid until', 'expires', 'expiry date'],
    ['gültig bis', 'Ablaufdatum'],
    ['válido hasta', 'válida hasta', 'fecha de caducidad'],
    ["valable jusqu'au", "date d'expiration"],
    ['صالحة حتى', 'تاريخ الانتهاء'],
    ['有効期限', '有効期間の終了日'],
  ],
  evidence: [
    ['evidence', 'evidence url'],
    ['Nachweis', 'Beleg'],
    ['evidencia', 'prueba'],
    ['preuve', 'justificatif'],
    ['الدليل'],
    ['証拠', 'エビデンス'],
  ],
  // What a roster may call its grades and remarks is not read as what a badge says: that would be published.
  narrative: [['narrative'], ['Würdigung'], ['narrativa'], ['récit'], ['السرد'], ['ナラティブ']],
  result: [['result'], ['Ergebnis'], ['resultado'], ['résultat'], ['النتيجة'], ['結果']],
}

/** Without case, accents, blanks and signs, in which spreadsheets and people differ. */
const fold = (cell: string): string => foldText(cell).replaceAll(/[^\p{L}\p{N}]+/gu, '')

const known = makeKnown()

function makeKnown(): ReadonlyMap<string, Column> {
  const found = new Map<string, Column>()
  // Where two columns share a word, that of the first counts; our own names come before all others.
  for (const column of columns) found.set(fold(column), column)
  for (const column of columns) {
    for (const word of words[column].flat()) if (!found.has(fold(word))) found.set(fold(word), column)
  }
  return found
}

/** The column that a cell of the heading names, in any of our languages. */
export const columnOf = (cell: string): Column | undefined => known.get(fold(cell))

/** Whether a cell names a column by our own word for it. */
export const isOwnName = (cell: string, column: Column): boolean => cell.toLowerCase() === column.toLowerCase()

/** What a column is called in a language. */
export function columnName(column: Column, locale: string): string {
  const language = languages.indexOf(languageOf(locale) ?? 'en')
  return words[column][language]?.[0] ?? column
}
