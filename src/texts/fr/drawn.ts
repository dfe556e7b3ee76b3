import type { DrawnTexts } from '../en/types.js'

export const drawn: DrawnTexts = {
  'card.scan': 'Scannez pour vérifier',

  'certificate.kind': 'Certificat de réussite',
  'certificate.awarded': 'Décerné à',
  'certificate.achieved': 'pour l’obtention du badge',
  'certificate.criteria': 'Critères',
  'certificate.skills': 'Compétences',
}
