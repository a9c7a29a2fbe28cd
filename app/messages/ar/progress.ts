import type { Catalogue } from "#app/messages/catalogue.ts";

export const progress: Catalogue["progress"] = {
  open: "تقدمك",
  title: "تقدمك",
  today: "اليوم",
  todayCount:
    "{count, plural, zero {لا أحكام} one {حكم واحد} two {حكمان} few {# أحكام} many {# حكمًا} other {# حكم}}",
  goal: "الهدف اليومي",
  goalText: "{done, number} من {goal, number} اليوم",
  goalReached: "بلغت الهدف اليومي",
  goalField: "عدد الأحكام في اليوم",
  goalHint: "اتركه فارغًا إن لم ترد هدفًا.",
  goalFault: "أدخل عددًا صحيحًا من 1 إلى 5000.",
  streak: "أيام متتالية",
  streakDays:
    "{days, plural, =0 {لا شيء بعد} zero {لا شيء بعد} one {يوم واحد} two {يومان متتاليان} few {# أيام متتالية} many {# يومًا متتاليًا} other {# يوم متتالٍ}}",
  session: "هذه الجلسة",
  sessionText:
    "{count, plural, zero {لا أحكام} one {حكم واحد} two {حكمان} few {# أحكام} many {# حكمًا} other {# حكم}} خلال {minutes, plural, zero {أقل من دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}",
  pace: "نحو {seconds, number} ث لكل حكم",
  points: "النقاط",
  settled: "{points, number} محسومة",
  pending: "{points, number} معلّقة",
  pendingWhy:
    "تبقى النقاط معلّقة حتى ينال الزوج كل ما يحتاجه من أحكام. لا تخسر شيئًا إن خالفت الآخرين.",
  days: "يبدأ اليوم عند منتصف الليل بالتوقيت العالمي.",
  breakTitle: "ما رأيك باستراحة قصيرة؟",
  breakText:
    "أنت تحكّم منذ {minutes, plural, zero {أقل من دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}. العين المرتاحة أصوب حكمًا.",
  breakLater: "ليس الآن",
  breakOff: "لا تذكّرني",
  breakField: "اقتراح استراحة",
  breakNever: "أبدًا",
  breakAfter: "بعد {minutes, number} دقيقة",
  save: "حفظ",
  saved: "حُفظ.",
  idle: {
    finished: {
      title: "لقد حكمت على كل ما هو متاح لك",
      text: "شكرًا لك. كل زوج هنا نال ما يحتاجه من أحكام أو حكمت عليه أنت. تظهر أزواج جديدة تلقائيًا عند إضافة أسئلة أو حين يحتاج زوج إلى رأي آخر.",
    },
    busy: {
      title: "آخرون يحكمون على الأزواج الأخيرة",
      text: "كل زوج متبقٍ معروض الآن على شاشة شخص آخر. إذا تحرر أحدها فسيظهر هنا تلقائيًا.",
    },
    paused: {
      title: "هذا المشروع متوقف مؤقتًا",
      text: "أوقفه أحد المديرين. ما حكمت عليه محفوظ؛ عد حين يُفتح من جديد.",
    },
    empty: {
      title: "لا شيء للتحكيم بعد",
      text: "لم تُستورد أي أسئلة إلى هذا المشروع حتى الآن. يستطيع مدير إضافتها من صفحة البيانات.",
    },
  },
  moreAt: "قد يتحرر أولها عند {time}.",
  lookAgain: "انظر مرة أخرى",
  leaderboard: "لوحة الصدارة",
  summary: "{today, number} اليوم · {total, number} إجمالًا",
};
