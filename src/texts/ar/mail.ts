import type { MailLanguage } from '../types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'مرحبًا {name}،',
    greetingWithoutName: 'مرحبًا،',
    linkBelow: 'إذا لم يعمل الزر، فافتح هذا العنوان:',
    whySent: 'تصلك هذه الرسالة لأن {issuer} أدخل عنوانك.',
    whySentAsked: 'تصلك هذه الرسالة لأن شخصًا ما أدخل عنوانك هنا. إذا لم تكن أنت، فتجاهلها.',
    unsubscribe: 'إيقاف رسائل التذكير',
    pictureAlt: 'شارة: {badge}',
  },
  kinds: {
    offer: {
      subject: 'تمنحك {issuer} الشارة «{badge}»',
      preheader: 'ألقِ نظرة عليها وقرّر إن كنت تريد الاحتفاظ بها.',
      body: [
        'تمنحك {issuer} الشارة الرقمية «{badge}».',
        'ألقِ نظرة عليها. أنت من يقرّر الاحتفاظ بها، ولا يراها أحد إلا إذا أردت ذلك.',
      ],
      button: 'عرض الشارة',
      after: ['هذا الرابط لك وحدك، وهو صالح حتى {date}.'],
    },
    reminder: {
      subject: 'تذكير: الشارة «{badge}» في انتظارك',
      preheader: 'لم تقرّر بعد.',
      body: ['منحتك {issuer} الشارة الرقمية «{badge}»، ولم تقرّر بعد إن كنت تريد الاحتفاظ بها.'],
      button: 'عرض الشارة',
      after: ['هذا الرابط لك وحدك، وهو صالح حتى {date}.'],
    },
    'auto-accepted': {
      subject: 'أُضيفت الشارة «{badge}» إلى شاراتك',
      preheader: 'كما طلبت لشارات {issuer}.',
      body: [
        'منحتك {issuer} الشارة الرقمية «{badge}»، وأُضيفت إلى شاراتك كما طلبت لهذه الجهة.',
        'لا يراها أحد غيرك. إذا كنت لا تريدها، فيمكنك التراجع هنا.',
      ],
      button: 'تراجع',
    },
    expiring: {
      subject: 'تنتهي صلاحية شارتك «{badge}» قريبًا',
      preheader: 'وهي صالحة حتى {date}.',
      body: [
        'تنتهي صلاحية شارتك «{badge}» من {issuer} بعد {days, plural, zero {أقل من يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}، في {date}.',
        'تخبرك {issuer} إن كان بالإمكان تجديدها.',
      ],
      button: 'إلى الشارة',
    },
    revoked: {
      subject: 'أُلغيت الشارة «{badge}»',
      preheader: 'سحبتها {issuer}.',
      body: ['ألغت {issuer} الشارة «{badge}»، ولم تعد صالحة.', 'السبب المذكور: {reason}'],
    },
    replaced: {
      subject: 'صُحّحت الشارة «{badge}»',
      preheader: 'حلّت محلها شارة جديدة.',
      body: ['استبدلت {issuer} بشارتك «{badge}» شارة مصحّحة، ولم تعد القديمة صالحة.'],
      button: 'إلى الشارة الجديدة',
    },
    links: {
      subject: 'شاراتك',
      preheader: 'الرابط الذي طلبته.',
      body: [
        'لهذا العنوان {count, plural, zero {لا شارات} one {شارة واحدة} two {شارتان} few {# شارات} many {# شارة} other {# شارة}}. يأخذك هذا الرابط إليها.',
      ],
      button: 'إلى شاراتي',
      after: ['هذا الرابط لك وحدك، ويعمل مرة واحدة خلال ساعة.'],
    },
    code: {
      subject: 'رمزك: {code}',
      preheader: 'لاستلام شارتك.',
      body: ['اكتب هذا الرمز في صفحة شارتك: {code}', 'الرمز صالح لعشر دقائق. لا تعطه لأحد.'],
    },
    'confirm-address': {
      subject: 'أكّد عنوانك',
      preheader: 'بقيت خطوة واحدة.',
      body: ['أكّد أن هذا العنوان لك، لتصل الشارات المرسلة إليه إلى حسابك.'],
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
      preheader: 'سيطّلع عليه أحدنا.',
      body: ['وصل طلبك «{form}». سنتواصل معك.'],
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
