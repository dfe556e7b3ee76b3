/**
 * What the file for the learner in a bundle says, in one language. Places in braces are filled in; every sentence stands
 * on a line of its own, since lines of every script break differently.
 */
export interface ReadmeTexts {
  /** `{issuer}` and `{date}` are replaced. */
  readonly issued: string
  /** `{date}` is replaced. */
  readonly until: string
  /** Of a badge that does not hold; `{state}` is replaced. */
  readonly notInForce: string
  readonly yours: string
  readonly signed: string
  readonly jwt: string
  readonly picture: string
  readonly certificate: string
  readonly cards: string
  readonly snippets: string
  readonly links: string
  readonly goodToKnow: string
  readonly stripped: string
  /** `{command}` is replaced. */
  readonly verify: string
  readonly keep: string
  readonly page: string
  readonly expired: string
  readonly revoked: string
  readonly suspended: string
  readonly replaced: string
}

const en: ReadmeTexts = {
  issued: 'issued by {issuer} on {date}',
  until: 'valid to {date}',
  notInForce: 'Note: this badge does not hold: {state}.',
  yours:
    'This is your badge. It is yours to keep: anybody can verify these files, also when the issuer or the website is gone.',
  signed: 'the signed badge itself; wallets and backpacks import it',
  jwt: 'the same badge in another form, for programs that ask for a JWT',
  picture: 'the picture with the badge inside; send it as a file',
  certificate: 'to print, with the badge attached to it',
  cards: 'pictures for posts, stories and screens (with their descriptions in alt-text.txt)',
  snippets: 'text for your résumé, portfolio and e-mail signature',
  links: 'links that open a post, already written',
  goodToKnow: 'Good to know',
  stripped:
    'Networks and phones often strip the badge from a picture when they store it. The QR code on the certificate and on cards leads back to the badge:',
  verify: 'To verify, open that page, or run: {command}',
  keep: 'Keep a copy of this archive somewhere safe.',
  page: 'Page of the badge',
  expired: 'expired',
  revoked: 'revoked',
  suspended: 'suspended',
  replaced: 'replaced by another one',
}

const de: ReadmeTexts = {
  issued: 'ausgestellt von {issuer} am {date}',
  until: 'gültig bis {date}',
  notInForce: 'Hinweis: Dieses Abzeichen gilt nicht: {state}.',
  yours:
    'Das ist Ihr Abzeichen, und es bleibt Ihres: Jeder kann diese Dateien prüfen, auch wenn es den Aussteller oder die Website nicht mehr gibt.',
  signed: 'das signierte Abzeichen selbst; Wallets und Backpacks importieren es',
  jwt: 'dasselbe Abzeichen in anderer Form, für Programme, die ein JWT verlangen',
  picture: 'das Bild, in dem das Abzeichen steckt; senden Sie es als Datei',
  certificate: 'zum Ausdrucken, mit dem Abzeichen als Anlage',
  cards: 'Bilder für Beiträge, Storys und Bildschirme (mit Beschreibungen in alt-text.txt)',
  snippets: 'Texte für Lebenslauf, Portfolio und E-Mail-Signatur',
  links: 'Links, die einen fertig geschriebenen Beitrag öffnen',
  goodToKnow: 'Gut zu wissen',
  stripped:
    'Netzwerke und Telefone entfernen das Abzeichen oft aus einem Bild, wenn sie es speichern. Der QR-Code auf Urkunde und Karten führt zum Abzeichen zurück:',
  verify: 'Zum Prüfen öffnen Sie diese Seite, oder führen Sie aus: {command}',
  keep: 'Bewahren Sie eine Kopie dieses Archivs an einem sicheren Ort auf.',
  page: 'Seite des Abzeichens',
  expired: 'abgelaufen',
  revoked: 'widerrufen',
  suspended: 'ausgesetzt',
  replaced: 'durch ein anderes ersetzt',
}

const es: ReadmeTexts = {
  issued: 'emitida por {issuer} el {date}',
  until: 'válida hasta el {date}',
  notInForce: 'Nota: esta insignia no está vigente: {state}.',
  yours:
    'Esta es su insignia y es suya para siempre: cualquiera puede comprobar estos archivos, aunque el emisor o el sitio web ya no existan.',
  signed: 'la insignia firmada; los monederos y mochilas digitales la importan',
  jwt: 'la misma insignia en otra forma, para programas que piden un JWT',
  picture: 'la imagen con la insignia dentro; envíela como archivo',
  certificate: 'para imprimir, con la insignia adjunta',
  cards: 'imágenes para publicaciones, historias y pantallas (con sus descripciones en alt-text.txt)',
  snippets: 'textos para su currículum, su portafolio y su firma de correo',
  links: 'enlaces que abren una publicación ya escrita',
  goodToKnow: 'Conviene saber',
  stripped:
    'Las redes y los teléfonos a menudo quitan la insignia de una imagen al guardarla. El código QR del certificado y de las tarjetas lleva de vuelta a la insignia:',
  verify: 'Para comprobarla, abra esa página o ejecute: {command}',
  keep: 'Guarde una copia de este archivo en un lugar seguro.',
  page: 'Página de la insignia',
  expired: 'caducada',
  revoked: 'revocada',
  suspended: 'suspendida',
  replaced: 'sustituida por otra',
}

const fr: ReadmeTexts = {
  issued: 'délivré par {issuer} le {date}',
  until: 'valable jusqu’au {date}',
  notInForce: 'Remarque : ce badge n’est pas en vigueur : {state}.',
  yours:
    'Ceci est votre badge, et il est à vous pour toujours : chacun peut vérifier ces fichiers, même si l’émetteur ou le site n’existe plus.',
  signed: 'le badge signé lui-même ; les portefeuilles et sacs à dos numériques l’importent',
  jwt: 'le même badge sous une autre forme, pour les programmes qui demandent un JWT',
  picture: 'l’image qui contient le badge ; envoyez-la en tant que fichier',
  certificate: 'à imprimer, avec le badge en pièce jointe',
  cards: 'des images pour publications, stories et écrans (avec leurs descriptions dans alt-text.txt)',
  snippets: 'des textes pour votre CV, votre portfolio et votre signature de courriel',
  links: 'des liens qui ouvrent une publication déjà écrite',
  goodToKnow: 'Bon à savoir',
  stripped:
    'Les réseaux et les téléphones retirent souvent le badge d’une image quand ils l’enregistrent. Le code QR de l’attestation et des cartes ramène au badge :',
  verify: 'Pour vérifier, ouvrez cette page, ou exécutez : {command}',
  keep: 'Conservez une copie de cette archive en lieu sûr.',
  page: 'Page du badge',
  expired: 'expiré',
  revoked: 'révoqué',
  suspended: 'suspendu',
  replaced: 'remplacé par un autre',
}

const ar: ReadmeTexts = {
  issued: 'أصدرتها {issuer} بتاريخ {date}',
  until: 'صالحة حتى {date}',
  notInForce: 'تنبيه: هذه الشارة غير سارية: {state}.',
  yours: 'هذه شارتك، وهي لك دائمًا: يستطيع أي شخص التحقق من هذه الملفات، حتى إن لم تعد الجهة المصدرة أو الموقع موجودين.',
  signed: 'الشارة الموقّعة نفسها، وتستوردها المحافظ الرقمية',
  jwt: 'الشارة نفسها بصيغة أخرى، للبرامج التي تطلب JWT',
  picture: 'الصورة وفي داخلها الشارة؛ أرسلها كملف',
  certificate: 'للطباعة، والشارة مرفقة بها',
  cards: 'صور للمنشورات والقصص والشاشات (وأوصافها في alt-text.txt)',
  snippets: 'نصوص لسيرتك الذاتية وملف أعمالك وتوقيع بريدك',
  links: 'روابط تفتح منشورًا مكتوبًا',
  goodToKnow: 'من المفيد أن تعرف',
  stripped: 'كثيرًا ما تزيل الشبكات والهواتف الشارة من الصورة عند حفظها. رمز QR على الشهادة والبطاقات يعيدك إلى الشارة:',
  verify: 'للتحقق افتح تلك الصفحة، أو نفّذ الأمر: {command}',
  keep: 'احتفظ بنسخة من هذا الأرشيف في مكان آمن.',
  page: 'صفحة الشارة',
  expired: 'منتهية الصلاحية',
  revoked: 'ملغاة',
  suspended: 'معلّقة',
  replaced: 'حلّت محلها شارة أخرى',
}

const ja: ReadmeTexts = {
  issued: '発行者：{issuer}、発行日：{date}',
  until: '有効期限：{date}',
  notInForce: 'ご注意：このバッジは有効ではありません（{state}）。',
  yours:
    'これはあなたのバッジです。ずっとお手元に置いていただけます。発行者やウェブサイトがなくなっても、誰でもこれらのファイルを確認できます。',
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
  verify: '確認するには、そのページを開くか、次を実行してください：{command}',
  keep: 'このアーカイブのコピーを安全な場所に保管してください。',
  page: 'バッジのページ',
  expired: '期限切れ',
  revoked: '取り消し済み',
  suspended: '停止中',
  replaced: '別のバッジに置き換え済み',
}

/** The built-in texts, by language. */
export const readmeTexts: Readonly<Record<string, ReadmeTexts>> = { en, de, es, fr, ar, ja }
