import type { DrawnTexts } from '../en/types.js'

export const drawn: DrawnTexts = {
  'card.scan': 'Zum Prüfen scannen',

  'certificate.kind': 'Zertifikat',
  'certificate.awarded': 'Verliehen an',
  'certificate.achieved': 'für den Erwerb des Badges',
  'certificate.criteria': 'Anforderungen',
  'certificate.skills': 'Kompetenzen',
}
