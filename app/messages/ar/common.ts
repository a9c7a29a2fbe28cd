import type { Catalogue } from "#app/messages/catalogue.ts";

export const common: Catalogue["common"] = {
  dismiss: "إخفاء",
  cancel: "إلغاء",
  copy: "نسخ",
  copied: "نُسخ",
  tryAgain: "حاول مرة أخرى",
  request: "رقم الطلب {number}",
  loading: "جارٍ التحميل…",
  pages: "الصفحات",
  previous: "السابق",
  next: "التالي",
  languageMenu: "اللغة: {name}",
  roles: {
    owner: "مالك",
    manager: "مدير",
    reviewer: "مراجع",
    annotator: "محكّم",
  },
  rolesCan: {
    owner: "يستطيع إدارة المشروع وتحديد من يملكه.",
    manager: "يستطيع استيراد البيانات وتغيير الإعدادات والتصدير ودعوة الآخرين.",
    reviewer: "يستطيع التحكيم بين الأزواج ورؤية نتائج مقارنة النماذج.",
    annotator: "يستطيع التحكيم بين أزواج الإجابات.",
  },
  roleChanged: {
    owner: "صار الدور: مالك.",
    manager: "صار الدور: مدير.",
    reviewer: "صار الدور: مراجع.",
    annotator: "صار الدور: محكّم.",
  },
};
