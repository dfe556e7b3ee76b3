import type { MailLanguage } from '../en/types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'مرحبًا {name}،',
    greetingWithoutName: 'مرحبًا،',
    linkBelow: 'إذا لم يعمل الزر، فيمكن فتح هذا العنوان:',
    whySent: 'تصلك هذه الرسالة لأن عنوانك مسجَّل لدى {issuer}.',
    whySentAsked: 'تصلك هذه الرسالة لأن عنوانك أُدخل هنا. إن لم يكن ذلك بطلبك فيمكن تجاهلها.',
    unsubscribe: 'إيقاف رسائل التذكير',
    pictureAlt: 'شارة: {badge}',
  },
  kinds: {
    offer: {
      subject: 'شارة جديدة من {issuer}: «{badge}»',
      preheader: 'يمكنك الاطلاع عليها واختيار قبولها.',
      body: [
        'مُنحت لك الشارة الرقمية «{badge}» من {issuer}.',
        'يمكنك الاطلاع عليها واختيار قبولها. ولا يراها أحد إلا بموافقتك.',
      ],
      button: 'عرض الشارة',
      after: ['هذا الرابط شخصي، وهو صالح حتى {date}.'],
    },
    reminder: {
      subject: 'تذكير: الشارة «{badge}» في انتظارك',
      preheader: 'ما زال العرض بانتظار قرارك.',
      body: ['مُنحت لك الشارة الرقمية «{badge}» من {issuer}، وما زال العرض بانتظار قرارك.'],
      button: 'عرض الشارة',
      after: ['هذا الرابط شخصي، وهو صالح حتى {date}.'],
    },
    'auto-accepted': {
      subject: 'أُضيفت الشارة «{badge}» إلى مجموعتك',
      preheader: 'قُبلت تلقائيًا بحسب إعداداتك لشارات {issuer}.',
      body: [
        'مُنحت لك الشارة الرقمية «{badge}» من {issuer}، وقُبلت تلقائيًا بحسب إعداداتك لهذه الجهة.',
        'لا يراها أحد غيرك. إن كنت لا تريدها فيمكن التراجع هنا.',
      ],
      button: 'تراجع',
    },
    expiring: {
      subject: 'تنتهي صلاحية شارتك «{badge}» قريبًا',
      preheader: 'وهي صالحة حتى {date}.',
      body: [
        'تنتهي صلاحية شارتك «{badge}» من {issuer} بعد {days, plural, zero {أقل من يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}، في {date}.',
        'لمعرفة إمكان تجديدها يُرجى سؤال {issuer}.',
      ],
      button: 'إلى الشارة',
    },
    revoked: {
      subject: 'أُلغيت الشارة «{badge}»',
      preheader: 'ألغتها الجهة المانحة: {issuer}.',
      body: ['ألغت الجهة المانحة {issuer} الشارة «{badge}»، ولم تعد صالحة.', 'السبب المذكور: {reason}'],
    },
    replaced: {
      subject: 'صُحّحت الشارة «{badge}»',
      preheader: 'حلّت محلها شارة جديدة.',
      body: ['استُبدلت شارتك «{badge}» من {issuer} بشارة مصحّحة، ولم تعد القديمة صالحة.'],
      button: 'إلى الشارة الجديدة',
    },
    links: {
      subject: 'شاراتك',
      preheader: 'الرابط الذي طلبته.',
      body: [
        'لهذا العنوان {count, plural, zero {لا شارات} one {شارة واحدة} two {شارتان} few {# شارات} many {# شارة} other {# شارة}}. يأخذك هذا الرابط إليها.',
      ],
      button: 'إلى شاراتي',
      after: ['هذا الرابط شخصي، ويعمل مرة واحدة خلال ساعة.'],
    },
    code: {
      subject: 'رمزك: {code}',
      preheader: 'لاستلام شارتك.',
      body: ['يُكتب هذا الرمز في صفحة شارتك: {code}', 'الرمز صالح لعشر دقائق. يُرجى عدم إعطائه لأحد.'],
    },
    'confirm-address': {
      subject: 'تأكيد عنوانك',
      preheader: 'بقيت خطوة واحدة.',
      body: ['يُرجى تأكيد أن هذا العنوان لك، لتُضاف الشارات المرسلة إليه إلى حسابك.'],
      button: 'تأكيد العنوان',
      after: ['الرابط صالح ليوم واحد.'],
    },
    recovery: {
      subject: 'العودة إلى شاراتك',
      preheader: 'بعنوان جديد.',
      body: ['بهذا الرابط يصبح هذا العنوان عنوان حسابك وتستعيد شاراتك.'],
      button: 'استخدام هذا العنوان',
      after: ['الرابط صالح ليوم واحد.'],
    },
    'application-received': {
      subject: 'وصلنا طلبك: {form}',
      preheader: 'ستجري مراجعته.',
      body: ['وصلنا طلبك «{form}»، وسنتواصل معك.'],
      button: 'عرض الطلب',
    },
    'application-question': {
      subject: 'سؤال عن طلبك: {form}',
      preheader: 'نرجو الإجابة عنه.',
      body: ['لدينا سؤال عن طلبك «{form}»:', '{remark}'],
      button: 'الإجابة',
    },
    'application-rejected': {
      subject: 'طلبك: {form}',
      preheader: 'صدر القرار.',
      body: ['لم يُقبل طلبك «{form}».', '{remark}'],
      button: 'عرض الطلب',
    },
  },
}
