import type { Catalogue } from "#app/messages/catalogue.ts";

export const outage: Catalogue["outage"] = {
  documentTitle: "حدث خطأ ما",
  title: "لا يستطيع Tiebreak الرد الآن",
  text: "الخطأ منا لا منك. لم يضع شيء مما تأكد حفظه. يُرجى إعادة تحميل الصفحة بعد دقيقة.",
  request: "رقم الطلب",
};
