import type { Catalogue } from "#app/messages/catalogue.ts";

export const guidelines: Catalogue["guidelines"] = {
  title: "الإرشادات",
  none: "لا إرشادات لهذا المشروع بعد.",
  firstTime: "يُرجى قراءتها قبل أن تبدأ.",
  changed: "تغيّرت هذه الإرشادات منذ أن قرأتها آخر مرة.",
  acknowledge: "لقد قرأتها",
  close: "إغلاق الإرشادات",
  version: "الإصدار {version, number}",
  failed: "تعذر تسجيل ذلك الآن؛ حاول مرة أخرى بعد قليل.",
};
