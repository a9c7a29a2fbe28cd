/**
 * Text that PostgreSQL can keep: without NUL, and with the replacement character for halves of
 * surrogate pairs. Refusing such text would cost a person what they typed.
 */
export function cleanText(text: string): string {
  return text.replaceAll("\u0000", "").replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
