import type { ArchiveTexts } from '../en/types.js'

export const archive: ArchiveTexts = {
  issued: '発行者：{issuer}、発行日：{date}',
  until: '有効期限：{date}',
  notInForce: 'ご注意：このバッジは有効ではありません（{state}）。',
  yours:
    'これはあなたのバッジです。ずっとお手元に置いていただけます。発行者やウェブサイトがなくなっても、どなたでもこれらのファイルを検証できます。',
  signed: '署名されたバッジ本体です。ウォレットやバックパックに取り込めます',
  jwt: '同じバッジの別の形式です。JWTを求めるプログラムに使います',
  picture: 'バッジが埋め込まれた画像です。ファイルとして送ってください',
  certificate: '印刷用です。バッジが添付されています',
  cards: '投稿、ストーリー、画面用の画像です（説明文はalt-text.txtにあります）',
  snippets: '履歴書、ポートフォリオ、メール署名用のテキストです',
  links: '投稿文が入力された状態で開くリンクです',
  goodToKnow: '知っておいていただきたいこと',
  stripped:
    'ネットワークやスマートフォンは、画像を保存するときにバッジを取り除くことがよくあります。証明書とカードのQRコードからバッジに戻れます：',
  verify: '検証するには、そのページを開くか、次を実行してください：{command}',
  keep: 'このアーカイブのコピーを安全な場所に保管してください。',
  page: 'バッジのページ',
  expired: '期限切れ',
  revoked: '取り消し済み',
  suspended: '一時停止中',
  replaced: '別のバッジに置き換え済み',
}
