import type { DrawnTexts } from '../en/types.js'

export const drawn: DrawnTexts = {
  'card.scan': 'Escanee para verificar',

  'certificate.kind': 'Certificado de logro',
  'certificate.awarded': 'Se otorga a',
  'certificate.achieved': 'por haber obtenido la insignia',
  'certificate.criteria': 'Criterios',
  'certificate.skills': 'Competencias',
}
