import type { DrawnTexts } from '../en/types.js'

export const drawn: DrawnTexts = {
  'card.scan': 'スキャンして検証',

  'certificate.kind': '証明書',
  'certificate.awarded': '次の方に授与します',
  'certificate.achieved': '取得したバッジ',
  'certificate.criteria': '取得条件',
  'certificate.skills': 'スキル',
}
