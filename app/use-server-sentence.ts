import { useTranslations } from "use-intl/react";
import { translateSentence } from "./server-sentences.ts";

/** Says sentences of the server, which speaks English, in the reader's language. */
export function useServerSentence(): (sentence: string) => string {
  const translate = useTranslations("faults.sentences");
  return (sentence) => translateSentence(translate, sentence);
}
