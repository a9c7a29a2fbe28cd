import type { Catalogue } from "#app/messages/catalogue.ts";

export const quiz: Catalogue["quiz"] = {
  title: "اختبار التأهيل",
  intro:
    "{total, plural, zero {لا أزواج} one {زوج واحد} two {زوجان} few {# أزواج} many {# زوجًا} other {# زوج}} ذات جواب معروف. يلزمك {needed, number} إجابات صحيحة للبدء، وكل إجابة مشروحة.",
  question: "السؤال {number, number} من {total, number}",
  rightSoFar: "{right, number} صحيحة من {answered, number} حتى الآن",
  aBetter: "الإجابة A أفضل",
  bBetter: "الإجابة B أفضل",
  tie: "تعادل",
  bothBad: "كلتاهما سيئة",
  isRight: "صحيح.",
  isWrong: "ليس تمامًا.",
  expected: {
    left: "الإجابة A هي الأفضل.",
    right: "الإجابة B هي الأفضل.",
    tie: "الإجابتان متساويتان.",
    both_bad: "كلتا الإجابتين سيئة.",
  },
  next: "السؤال التالي",
  finish: "عرض النتيجة",
  passedTitle: "لقد نجحت",
  passedText: "{right, number} من {total, number} صحيحة. ما تحكم عليه من الآن فصاعدًا يُحتسب.",
  startJudging: "ابدأ التحكيم",
  failedTitle: "ليس كافيًا بعد",
  failedText:
    "{right, number} من {total, number} صحيحة، والمطلوب {needed, number}. اقرأ الإرشادات مرة أخرى قبل أن تعيد المحاولة.",
  tryAgain:
    "أعد المحاولة ({left, plural, zero {لا محاولات متبقية} one {محاولة واحدة متبقية} two {محاولتان متبقيتان} few {# محاولات متبقية} many {# محاولة متبقية} other {# محاولة متبقية}})",
  noneLeft: "لم تبقَ أي محاولة. يستطيع مدير المشروع أن يسمح لك بالدخول أو يمنحك فرصة أخرى.",
  emptyTitle: "لا اختبار في هذا المشروع",
  emptyText: "يمكنك بدء التحكيم فورًا.",
  waitingTitle: "اختبار قصير أولًا",
  waitingText:
    "يطلب هذا المشروع الحكم على بضعة أزواج معروفة الجواب قبل أن يُحتسب العمل الفعلي. يستغرق ذلك دقائق قليلة وتُشرح كل إجابة.",
  takeQuiz: "ابدأ الاختبار",
  failed: "تعذر إرسال الإجابة: {reason}",
};
