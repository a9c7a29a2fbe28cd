import type { Catalogue } from "#app/messages/catalogue.ts";

export const leaderboard: Catalogue["leaderboard"] = {
  title: "لوحة الصدارة",
  description:
    "يكسبك كل حكم {points, plural, zero {# نقطة} one {نقطة واحدة} two {نقطتين} few {# نقاط} many {# نقطة} other {# نقطة}} أيًا كان اتجاهه، ولا تخسر شيئًا إن خالفت الآخرين. والتراجع عن الحكم يسحب نقاطه. يبدأ اليوم عند منتصف الليل بالتوقيت العالمي. لا تريد أن يظهر اسمك؟ <alias>استخدم اسمًا مستعارًا</alias>.",
  period: "المدة",
  periods: { today: "اليوم", week: "هذا الأسبوع", all: "كل الوقت" },
  noneOfYours: "ليست لك نقاط في هذه المدة بعد؛ حكم واحد يكفي لتظهر في اللوحة.",
  emptyTitle: "لم يحكم أحد بعد",
  emptyText: "أول حكم في هذه المدة ينال المركز الأول.",
  judge: "ابدأ التحكيم",
  table: "المحكّمون بحسب النقاط",
  rank: "المركز",
  annotator: "المحكّم",
  judgments: "الأحكام",
  points: "النقاط",
  you: "(أنت)",
};
