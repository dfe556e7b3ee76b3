/** What only pictures and certificates say. */
export const drawn = {
  'card.scan': 'Scan to verify',

  'certificate.kind': 'Certificate of achievement',
  'certificate.awarded': 'This certificate is awarded to',
  'certificate.achieved': 'who has earned the badge',
  'certificate.criteria': 'Criteria',
  'certificate.skills': 'Skills',
} as const
