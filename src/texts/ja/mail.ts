import type { MailLanguage } from '../en/types.js'

export const mail: MailLanguage = {
  common: {
    greeting: '{name} 様',
    greetingWithoutName: 'こんにちは。',
    linkBelow: 'ボタンが使えない場合は、次のアドレスを開いてください：',
    whySent: '{issuer}からバッジが授与されたため、このメールをお送りしています。',
    whySentAsked:
      'どなたかがこのアドレスを入力したため、このメールをお送りしています。お心当たりがなければ、何もする必要はありません。',
    whySentGuardian: '{issuer}があなたを保護者として登録したため、このメールをお送りしています。',
    whySentAccount: 'このアドレスが{issuer}のアカウントに登録されているため、このメールをお送りしています。',
    unsubscribe: 'リマインダーを停止する',
    pictureAlt: 'バッジ：{badge}',
  },
  kinds: {
    offer: {
      subject: '{issuer}からバッジ「{badge}」が授与されました',
      preheader: 'ご覧になって、受け取るかどうかお決めください。',
      body: [
        '{issuer}からデジタルバッジ「{badge}」が授与されました。',
        'どうぞご覧ください。受け取るかどうかはあなたが決められます。あなたが望まない限り、ほかの人には見えません。',
      ],
      button: 'バッジを見る',
      after: ['このリンクはあなた専用です。{date}まで有効です。'],
    },
    reminder: {
      subject: 'リマインダー：バッジ「{badge}」の受け取りについて',
      preheader: 'まだご回答をいただいていません。',
      body: ['{issuer}からデジタルバッジ「{badge}」が授与されましたが、まだご回答をいただいていません。'],
      button: 'バッジを見る',
      after: ['このリンクはあなた専用です。{date}まで有効です。'],
    },
    'auto-accepted': {
      subject: 'バッジ「{badge}」がコレクションに追加されました',
      preheader: '{issuer}のバッジについての設定により、自動で承諾されました。',
      body: [
        '{issuer}からデジタルバッジ「{badge}」が授与されました。この発行者についての設定により、自動で承諾されました。',
        'ほかの人には見えません。不要な場合は、ここで取り消せます。',
      ],
      button: '取り消す',
    },
    expiring: {
      subject: 'バッジ「{badge}」の有効期限が近づいています',
      preheader: '{date}まで有効です。',
      body: [
        '{issuer}のバッジ「{badge}」は、あと{days, plural, other {#日}}、{date}に有効期限が切れます。',
        '更新できるかどうかは{issuer}にお問い合わせください。',
      ],
      button: 'バッジへ',
    },
    expired: {
      subject: 'バッジ「{badge}」の有効期限が切れました',
      preheader: '期限までに受け取られませんでした。',
      body: [
        '{issuer} からバッジ「{badge}」が授与されましたが、有効期限は {date} で、受け取る前に切れました。リンクは使えません。',
        '再発行できるかどうかは {issuer} にお問い合わせください。',
      ],
    },
    revoked: {
      subject: 'バッジ「{badge}」が取り消されました',
      preheader: '{issuer}が取り消しました。',
      body: ['{issuer}がバッジ「{badge}」を取り消しました。このバッジはもう有効ではありません。', '理由：{reason}'],
    },
    replaced: {
      subject: 'バッジ「{badge}」が訂正されました',
      preheader: '新しいバッジに置き換わりました。',
      body: ['{issuer}があなたのバッジ「{badge}」を訂正したものに置き換えました。以前のものはもう有効ではありません。'],
      button: '新しいバッジへ',
    },
    links: {
      subject: 'あなたのバッジ',
      preheader: 'ご希望のリンクです。',
      body: ['このアドレスには{count, plural, other {#個}}のバッジがあります。次のリンクからご覧になれます。'],
      button: '自分のバッジへ',
      after: ['このリンクはあなた専用で、1時間以内に一度だけ使えます。'],
    },
    code: {
      subject: 'バッジのコード',
      preheader: 'バッジを受け取るためのコードです。',
      body: ['バッジのページで次のコードを入力してください：{code}', '10分間有効です。ほかの人に教えないでください。'],
    },
    'confirm-address': {
      subject: 'アドレスの確認',
      preheader: 'あと一歩です。',
      body: [
        'このアドレスがあなたのものであることを確認してください。このアドレス宛てのバッジがアカウントに届くようになります。',
      ],
      button: 'アドレスを確認する',
      after: ['このリンクは1日間有効です。'],
    },
    'confirm-claim': {
      subject: 'このアドレスはアカウントのものですか',
      preheader: 'サインイン中の人がバッジ「{badge}」を受け取りました。',
      body: [
        '{issuer} のバッジ「{badge}」がこのアドレスに送られました。別のアドレスのアカウントにサインインしている人が、それを受け取りました。',
        'ご本人であれば、このアドレスもアカウントのものであることを確認してください。そうでなければ何もしないでください。アドレスはあなたのもののままで、次のバッジはここに届きます。',
      ],
      button: 'アカウントを見る',
      after: ['リンクは 1 日間有効です。'],
    },
    'guardian-request': {
      subject: '{child} 様のバッジについてのご判断のお願い',
      preheader: '{issuer}があなたの同意を求めています。',
      body: [
        '{issuer}は{child} 様にデジタルバッジを授与したいと考えています。{child} 様は未成年のため、まず保護者の方にご判断いただきます。',
        '内容はページに書かれています。同意されるまで、{child} 様はバッジを受け取れず、誰にも表示されません。',
      ],
      button: '確認して判断する',
      after: ['このリンクはあなた専用です。{date}まで使えます。その後は{child} 様本人が決めます。'],
    },
    'guardian-answer': {
      subject: '{child} 様についてのご判断を保存しました',
      preheader: 'いつでも変更できます。',
      body: [
        '{child} 様のバッジについてのご判断を保存しました。すでに有効です。',
        'このリンクから、いつでも確認、変更、同意の撤回ができます。',
      ],
      button: '判断を確認する',
      after: ['このリンクはあなた専用です。{date}まで使えます。その後は{child} 様本人が決めます。'],
    },
    recovery: {
      subject: 'バッジを取り戻す',
      preheader: '新しいアドレスで続けられます。',
      body: ['このリンクを使うと、このアドレスがあなたのアカウントのものになり、バッジを再び利用できます。'],
      button: 'このアドレスを使う',
      after: ['このリンクは1日間有効です。'],
    },
    'passkey-added': {
      subject: 'アカウントにパスキーが追加されました',
      preheader: 'これからログインに使えます。',
      body: [
        '{issuer}のアカウントにパスキーが追加されました。そのパスキーが入った端末を持つ人は、このアカウントにログインできます。',
        'お心当たりがない場合は、メールのリンクでログインしてアカウントを開き、パスキーを削除してください。',
      ],
      button: 'アカウントを開く',
    },
    'passkey-removed': {
      subject: 'アカウントからパスキーが削除されました',
      preheader: 'そのパスキーではもうログインできません。',
      body: [
        '{issuer}のアカウントからパスキーが削除されました。そのパスキーではもうログインできません。',
        'お心当たりがない場合は、メールのリンクでログインしてアカウントを開き、内容を確認してください。',
      ],
      button: 'アカウントを開く',
    },
    'application-received': {
      subject: '申請を受け付けました：{form}',
      preheader: '担当者が確認します。',
      body: ['申請「{form}」を受け付けました。追ってご連絡します。'],
      button: '申請を見る',
    },
    'application-question': {
      subject: '申請についての質問：{form}',
      preheader: 'ご回答をお願いします。',
      body: ['申請「{form}」について質問があります：', '{remark}'],
      button: '回答する',
    },
    'application-rejected': {
      subject: '申請の結果：{form}',
      preheader: '結果のお知らせです。',
      body: ['申請「{form}」は承認されませんでした。', '{remark}'],
      button: '申請を見る',
    },
    'staff-invitation': {
      subject: '{issuer}のバッジを管理できるようになりました',
      preheader: 'ログイン用のリンクです。',
      body: [
        '{issuer}のバッジを管理する担当者として登録されました。次のリンクからログインできます。パスワードは必要ありません。',
      ],
      button: 'ログイン',
      after: ['このリンクはあなた専用で、3日以内に一度だけ使えます。その後は、いつでも新しいリンクを請求できます。'],
    },
    'staff-link': {
      subject: 'ログイン用のリンク',
      preheader: 'ご希望のリンクです。',
      body: ['{issuer}のバッジを管理するために、次のリンクからログインできます。'],
      button: 'ログイン',
      after: ['このリンクはあなた専用で、1時間以内に一度だけ使えます。'],
    },
  },
}
