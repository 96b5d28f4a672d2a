import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, numberTable } from "./numbers.ts";
import type { Vocabulary } from "./vocabulary.ts";

export const ARABIC: Vocabulary = {
  yes: phrasesOf("نعم;أجل;ايوه;أيوا;بالتأكيد;طبعًا;صحيح;أكيد;بالطبع"),
  no: phrasesOf("لا;كلا;أبدًا"),
  fillers: phrasesOf("آه;يعني;طيب;والله;حسنًا"),
  negations: phrasesOf("لا;ليس;ليست;لم;لن;ما;غير;بدون;مش;مو"),
  reservations: phrasesOf("لكن;ولكن;ربما;إلا"),
  corrections: phrasesOf("عفوًا;أقصد;قصدي;آسف;لا بل"),
  requests: phrasesOf("أريد;أود;أرغب;أحتاج;احتاج;بدي;أبغى;ممكن;هل يمكن;عندي مشكلة;لدي مشكلة;عندي سؤال;لم يصل;لا يعمل;لا يفتح;أبي"),
  commitments: phrasesOf(
    "تم حجز;تم الحجز;تم تأكيد;تم إلغاء;تم إرسال;سجلت;سنرسل;وسنرسل;سأرسل;سنتصل;سنتواصل;وسنتواصل;سأحول;سنحذف;سأسجل;فتحنا;أرسلت;سيصل;وسيصل;ستصلك;سيتم;تم تحويل;تم تسجيل",
  ),
  questions: phrasesOf("ما;ماذا;متى;أين;من;كيف;كم;هل;أي;أيهما"),
  voicemail: phrasesOf("بعد الصافرة;بعد النغمة;ترك رسالة;اترك رسالة;البريد الصوتي"),
  ownName: phrasesOf("اسمي;أنا اسمي;اسمي الكامل"),
  introductions: phrasesOf("أنا;معك;باسم"),
  otherName: phrasesOf("هل أتحدث مع;أتحدث مع;هل معي"),
  titles: phrasesOf("السيد;السيدة;الأستاذ;الأستاذة;الدكتور;الدكتورة"),
  positive: phrasesOf("ممتاز;ممتازة;رائع;رائعة;عظيم;مذهل;سعيد;سعيدة;جميل جدًا;أحسنتم;مبسوط"),
  negative: phrasesOf("سيئة;سيئ;سيئة جدًا;غاضب;غاضبة;أسوأ;غير معقول;فاشلة;فاشل;نصب;احتيال;مستاء;مستاءة;زفت;حرامية;فضيحة;غير مقبول;محبط"),
  stopWords: foldedSet(
    "في من إلى الى على عن مع هل ما هذا هذه ذلك أن ان أنه انه أو او و يا لي لك لكم العميل عميل المريض مريض يريد تريد أريد اريد كان قد التي الذي هو هي أنا انا نحن",
  ),
  numbers: numberTable(
    countFrom(
      0,
      "صفر واحد|واحدة|وحدة اثنان|اثنين|اثنتين|إثنين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر",
    ),
    countFrom(20, "عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين", 10),
    [
      ...countFrom(100, "مئة|مائة|مية"),
      ...countFrom(200, "مئتان|مئتين|مائتين|ميتين"),
      ...countFrom(1000, "ألف|آلاف"),
      ...countFrom(2000, "ألفين|ألفان"),
    ],
  ),
  numberJoints: new Set(),
  months: new Map(countFrom(1, "يناير فبراير مارس أبريل|إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")),
  weekdays: foldedSet("الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
  relativeDays: phrasesOf("غدًا;اليوم;بعد غد"),
  dayModifiers: foldedSet("القادم المقبل"),
  morning: phrasesOf("صباحًا"),
  afternoon: phrasesOf("مساءً;ظهرًا;ليلًا;عصرًا"),
  hourWords: new Set(),
  isClockOf24: false,
  spokenAt: foldedSet("ات"),
  spokenDot: foldedSet("نقطه دوت"),
};
