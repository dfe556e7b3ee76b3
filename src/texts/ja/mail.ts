import type { MailLanguage } from '../types.js'

export const mail: MailLanguage = {
  common: {
    greeting: '{name} 様',
    greetingWithoutName: 'こんにちは。',
    linkBelow: 'ボタンが使えない場合は、次のアドレスを開いてください:',
    whySent: '{issuer} があなたのアドレスを登録したため、このメールをお送りしています。',
    whySentAsked:
      'どなたかがこのアドレスを入力したため、このメールをお送りしています。お心当たりがなければ、何もする必要はありません。',
    unsubscribe: '今後のお知らせを停止する',
    pictureAlt: 'バッジ: {badge}',
  },
  kinds: {
    offer: {
      subject: '{issuer} からバッジ「{badge}」が授与されました',
      preheader: 'ご覧になって、受け取るかどうかお決めください。',
      body: [
        '{issuer} からデジタルバッジ「{badge}」が授与されました。',
        'どうぞご覧ください。受け取るかどうかはあなたが決められます。あなたが望まない限り、ほかの人には見えません。',
      ],
      button: 'バッジを見る',
      after: ['このリンクはあなた専用です。{date} まで有効です。'],
    },
    reminder: {
      subject: 'お知らせ: バッジ「{badge}」がお待ちしています',
      preheader: 'まだ決められていません。',
      body: ['{issuer} からデジタルバッジ「{badge}」が授与されましたが、受け取るかどうかがまだ決められていません。'],
      button: 'バッジを見る',
      after: ['このリンクはあなた専用です。{date} まで有効です。'],
    },
    'auto-accepted': {
      subject: 'バッジ「{badge}」が追加されました',
      preheader: '{issuer} のバッジについてのご希望どおりです。',
      body: [
        '{issuer} からデジタルバッジ「{badge}」が授与されました。この発行者についてのご希望どおり、あなたのバッジに追加されました。',
        'ほかの人には見えません。不要な場合は、ここで取り消せます。',
      ],
      button: '取り消す',
    },
    expiring: {
      subject: 'バッジ「{badge}」の有効期限が近づいています',
      preheader: '{date} まで有効です。',
      body: [
        '{issuer} のバッジ「{badge}」は、あと {days, plural, other {# 日}}、{date} に期限が切れます。',
        '更新できるかどうかは {issuer} にお問い合わせください。',
      ],
      button: 'バッジへ',
    },
    revoked: {
      subject: 'バッジ「{badge}」が取り消されました',
      preheader: '{issuer} が取り消しました。',
      body: ['{issuer} がバッジ「{badge}」を取り消しました。このバッジはもう有効ではありません。', '理由: {reason}'],
    },
    replaced: {
      subject: 'バッジ「{badge}」が訂正されました',
      preheader: '新しいバッジに置き換わりました。',
      body: [
        '{issuer} があなたのバッジ「{badge}」を訂正したものに置き換えました。以前のものはもう有効ではありません。',
      ],
      button: '新しいバッジへ',
    },
    links: {
      subject: 'あなたのバッジ',
      preheader: 'ご希望のリンクです。',
      body: ['このアドレスには {count, plural, other {# 件のバッジ}}があります。次のリンクからご覧になれます。'],
      button: '自分のバッジへ',
      after: ['このリンクはあなた専用で、1 時間以内に一度だけ使えます。'],
    },
    code: {
      subject: '確認コード: {code}',
      preheader: 'バッジを受け取るためのコードです。',
      body: ['バッジのページで次のコードを入力してください: {code}', '10 分間有効です。ほかの人に教えないでください。'],
    },
    'confirm-address': {
      subject: 'アドレスの確認',
      preheader: 'あと一歩です。',
      body: [
        'このアドレスがあなたのものであることを確認してください。このアドレス宛てのバッジがアカウントに届くようになります。',
      ],
      button: 'アドレスを確認する',
      after: ['このリンクは 1 日間有効です。'],
    },
    recovery: {
      subject: 'バッジを取り戻す',
      preheader: '新しいアドレスで続けられます。',
      body: ['このリンクを使うと、このアドレスがあなたのアカウントのものになり、バッジを再び利用できます。'],
      button: 'このアドレスを使う',
      after: ['このリンクは 1 日間有効です。'],
    },
    'application-received': {
      subject: 'お申し込みを受け付けました: {form}',
      preheader: '担当者が確認します。',
      body: ['お申し込み「{form}」を受け付けました。追ってご連絡します。'],
      button: 'お申し込みを見る',
    },
    'application-question': {
      subject: 'お申し込みについての質問: {form}',
      preheader: 'ご回答をお願いします。',
      body: ['お申し込み「{form}」について質問があります:', '{remark}'],
      button: '回答する',
    },
    'application-rejected': {
      subject: 'お申し込みについて: {form}',
      preheader: '結果のお知らせです。',
      body: ['お申し込み「{form}」は承認されませんでした。', '{remark}'],
      button: 'お申し込みを見る',
    },
  },
}
