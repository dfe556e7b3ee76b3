import type { DrawnTexts } from '../en/types.js'

export const drawn: DrawnTexts = {
  'card.scan': 'المسح للتحقق',

  'certificate.kind': 'شهادة إنجاز',
  'certificate.awarded': 'تُمنح هذه الشهادة إلى',
  'certificate.achieved': 'تقديرًا لنيل الشارة',
  'certificate.criteria': 'معايير المنح',
  'certificate.skills': 'المهارات',
}
