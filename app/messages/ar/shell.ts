import type { Catalogue } from "#app/messages/catalogue.ts";

export const shell: Catalogue["shell"] = {
  description: "تفضيلات بشرية حيث يتردد نموذج المكافأة.",
  skipToContent: "انتقل إلى المحتوى",
  signIn: "تسجيل الدخول",
  accountMenu: "قائمة حساب {name}",
  account: "الحساب",
  signOut: "تسجيل الخروج",
  project: "المشروع",
  paused: "متوقف مؤقتًا",
  pages: {
    judge: "التحكيم",
    "my-judgments": "أحكامي",
    leaderboard: "لوحة الصدارة",
    models: "النماذج",
    data: "البيانات",
    gold: "المرجعية",
    learning: "التعلّم",
    exports: "التصدير",
    members: "الأعضاء",
    form: "الاستمارة",
    settings: "الإعدادات",
  },
  close: "إغلاق",
  language: "اللغة",
  languageKept: "تُحفظ في هذا المتصفح.",
};
