import type { Catalogue } from "#app/messages/catalogue.ts";

export const ranking: Catalogue["ranking"] = {
  heading: "إجابات للترتيب",
  response: "الإجابة {name}",
  placeNext: "ضعها تاليًا",
  takeOut: "أخرجها",
  rank: "{rank, number}.",
  order: "ترتيبك",
  hint: "اضغط الإجابات من الأفضل إلى الأسوأ.",
  alike: "التالية مساوية",
  placed: "وُضعت {count, number} من {total, number}",
};
