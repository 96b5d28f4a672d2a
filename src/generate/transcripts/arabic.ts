import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "مطعم الياسمين",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("مرحبًا بكم في {company}. كيف يمكنني مساعدتكم؟"),
    user("السلام عليكم، أريد حجز طاولة يوم {day}."),
    assistant("وعليكم السلام، بكل سرور. كم عدد الأشخاص؟ وفي أي ساعة؟"),
    user("نحن {number} أشخاص، والساعة {time} إن أمكن."),
    tool("find_table", { day: "{day}", time: "{time}", people: "{number}" }, { available: true, tables: ["garden", "family"] }),
    assistant("نعم، لدينا طاولة في الحديقة وأخرى في قسم العائلات. أيهما تفضلون؟"),
    user("قسم العائلات، من فضلك."),
    assistant("حسنًا. باسم من أسجل الحجز؟"),
    user("{name}."),
    tool("book_table", { day: "{day}", time: "{time}", name: "{name}" }, { booking: "{order}", status: "confirmed" }),
    assistant("شكرًا لكم. تم حجز طاولة لـ{number} أشخاص يوم {day} الساعة {time}. أهلًا وسهلًا بكم."),
    user("شكرًا جزيلًا، مع السلامة."),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "بنك النخيل",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("أهلًا بكم في خدمة عملاء {company}. ما المشكلة التي تواجهونها؟"),
    user("التطبيق لا يفتح منذ آخر تحديث."),
    assistant("نعتذر عن ذلك. ما آخر أربعة أرقام من رقم هاتفكم المسجل لدينا؟"),
    user("{digits}."),
    tool("find_account", { last_digits: "{digits}" }, { name: "{name}", app_version: "4.1.0", newest: "4.1.2" }),
    assistant("شكرًا. يبدو أن الإصدار الموجود على هاتفكم فيه خلل، وقد صدر اليوم إصدار جديد يعالجه."),
    user("وكيف أحصل عليه؟"),
    assistant("افتحوا متجر التطبيقات، وابحثوا عن {company}، ثم اضغطوا على «تحديث»."),
    user("لحظة… نعم، وجدته، وهو يُحمَّل الآن."),
    assistant("ممتاز. بعد انتهاء التحميل جربوا فتح التطبيق مرة أخرى."),
    user("فتح الآن! لكنه يطلب كلمة المرور."),
    tool("send_code", { account: "{digits}" }, { status: "sent" }),
    assistant("هذا طبيعي. أرسلت إليكم رمزًا في رسالة نصية، ويمكنكم استخدامه للدخول."),
    user("وصل الرمز، ودخلت إلى حسابي. شكرًا لك."),
    assistant("على الرحب والسعة. نتمنى لكم يومًا سعيدًا."),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "الأفق للاتصالات",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("قسم الفواتير في {company}، تفضلوا."),
    user("وصلتني فاتورة بمبلغ {amount}، مع أني كنت على سفر طوال الشهر."),
    assistant("سأتحقق من ذلك حالًا. ما رقم الفاتورة؟"),
    user("{order}."),
    tool("find_invoice", { invoice: "{order}" }, { amount: "{amount}", roaming: true }),
    assistant("أرى أن الفاتورة تشمل رسوم تجوال. الاعتراض عليها يحتاج إلى موافقة أحد الموظفين."),
    user("إذن حوّلني إلى موظف، من فضلك."),
    tool("transfer_call", { department: "complaints", reason: "roaming charges" }, { status: "connecting" }),
    assistant("بالتأكيد، سأحوّلكم الآن. يرجى الانتظار على الخط."),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "مجلة المدى",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("مرحبًا، هل أتحدث مع {name}؟ معكم المساعد الآلي من {company}."),
    user("نعم، تفضل."),
    assistant("ينتهي اشتراككم يوم {day}. هل ترغبون في تجديده مقابل {amount} في السنة؟"),
    user("هل السعر نفسه كالعام الماضي؟"),
    assistant("نعم، السعر نفسه، ومعه شهر إضافي مجانًا."),
    user("جيد، جدّده إذن."),
    tool("renew_subscription", { subscription: "{order}" }, { status: "renewed" }),
    assistant("تم التجديد، وستصلكم رسالة تأكيد خلال دقائق. شكرًا لثقتكم بنا."),
  ],
};

const survey: Dialogue = {
  purpose: "survey",
  company: "بيت الضيافة",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant("مرحبًا، معكم {company}. زرتم فرعنا يوم {day}. هل لديكم دقيقة لتقييم الخدمة؟"),
    user("عذرًا، ليس لدي وقت الآن."),
    assistant("لا بأس. هل نتصل بكم في وقت لاحق؟"),
    user("لا داعي لذلك، شكرًا."),
    tool("stop_calls", { order: "{order}" }, { status: "removed" }),
    assistant("كما تريدون. نعتذر عن الإزعاج، ومع السلامة."),
  ],
};

export const ARABIC: LanguageText = {
  code: "ar",
  names: ["ليلى حداد", "عمر الشامي", "فاطمة الزهراني", "يوسف منصور", "نورة القحطاني", "خالد العلي"],
  streets: ["شارع الملك فهد", "شارع الزيتون", "حي الورود"],
  days: ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس"],
  times: ["السابعة مساءً", "الثامنة مساءً", "الواحدة ظهرًا", "العاشرة صباحًا"],
  money: (amount) => `${amount} ر.س`,
  voicemail: "مرحبًا {name}، معكم {company}. نرجو معاودة الاتصال بنا بخصوص {order}. شكرًا لكم.",
  dialogues: [booking, support, billing, renewal, survey],
};
