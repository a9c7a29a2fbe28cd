import { hashWord, scanText } from "./scan-text.ts";

/**
 * Phrases that tell how an answer speaks, by kind. They are English; in another language they are
 * absent and their features stay constant, which the standardiser turns into zero.
 */
const phrasesByKind = {
  hedge:
    "maybe|perhaps|possibly|probably|might|could be|may be|likely|i think|i believe|i guess|i feel|it seems|seems|appears|generally|usually|typically|often|sometimes|roughly|about|somewhat|in general|it depends|depends on|not sure|unsure|i am not certain",
  refusal:
    "i can't|i cannot|i can not|i won't|i will not|i'm unable|i am unable|unable to|not able to|i refuse|can't help|cannot help|can't assist|cannot assist|cannot provide|can't provide|i don't feel comfortable|not comfortable|i'd rather not|against my|decline|not appropriate|inappropriate|i must decline|i don't want to|not something i",
  apology: "sorry|i apologize|i apologise|apologies|unfortunately|regret|i'm afraid|i am afraid",
  courtesy:
    "please|thank you|thanks|you're welcome|you are welcome|happy to|glad to|my pleasure|of course|certainly|sure|absolutely|great question|good question|feel free|hope this helps|i hope|let me know|good luck|congratulations|enjoy",
  caution:
    "dangerous|danger|illegal|harmful|harm|unsafe|risk|risks|risky|warning|caution|careful|be careful|important to note|keep in mind|please note|note that|remember that|make sure|be aware|avoid|never|serious|severe|consequences|unethical|wrong|hurt|hurtful|offensive|disrespectful|violence|violent|crime|criminal|against the law|the law",
  advice:
    "doctor|professional|therapist|counselor|lawyer|attorney|police|hotline|emergency|seek help|get help|talk to|reach out|consult|medical|health|support|trusted|resources|expert|experts|authorities|specialist",
  disclosure:
    "as an ai|ai language model|language model|i am an ai|i'm an ai|as a language model|ai assistant|my training|knowledge cutoff|real time|i don't have access|i do not have access|artificial intelligence|chatbot|i'm a computer",
  question:
    "what do you|can you tell|could you|would you like|do you want|do you have|are you|why do you|how about|what kind|what is your|may i ask|can i ask|what makes|did you|have you|is there anything|what would|could i|can you explain|tell me more|do you mean",
  addition:
    "also|additionally|furthermore|moreover|in addition|besides|as well|another|along with|not only",
  contrast:
    "but|however|although|though|while|whereas|on the other hand|nevertheless|nonetheless|instead|despite|yet|rather|unlike|in contrast|conversely|otherwise|even though|still",
  cause:
    "because|since|therefore|thus|hence|as a result|so that|due to|consequently|leads to|causes|caused by|reason|this means|in order to|which means|allows|helps|ensures|ensure",
  sequence:
    "first|second|third|firstly|secondly|next|then|finally|lastly|before|after|step|steps|begin|start by|once|follow|meanwhile|following|last",
  example:
    "for example|for instance|such as|e.g|including|like this|example|examples|specifically|namely|imagine|consider",
  summary:
    "overall|in conclusion|in summary|to summarize|to sum up|ultimately|in short|remember|in essence|conclusion|summary|by following|all in all",
  certainty:
    "always|definitely|clearly|obviously|must|absolutely|undoubtedly|exactly|indeed|of course|in fact|actually|really|very|extremely|truly|essential|crucial|key|vital",
  obligation:
    "should|must|need to|have to|ought|required|can|may|you can|you should|you could|try|use|it is best|recommend|suggest",
  negation:
    "not|no|never|don't|doesn't|isn't|aren't|can't|won't|didn't|wasn't|none|nothing|nor|without|neither|cannot",
  firstPerson: "i|me|my|mine|myself|i'm|i'd|i've|i'll",
  firstPlural: "we|us|our|ours|ourselves|let's|we're|we'll",
  secondPerson: "you|your|yours|yourself|you're|you'll|you've|you'd",
  thirdPerson: "he|she|they|him|her|them|his|hers|their|theirs|someone|people|person",
  opener:
    "sure here|here is|here's|here are|certainly here|of course here|absolutely here|below is|below are|this is a|great|okay|ok|yes|no|well|hi|hello|title|dear|step 1|answer|response|output",
  feeling:
    "feel|feeling|feelings|love|happy|sad|glad|great|wonderful|amazing|beautiful|excited|understand|hope|enjoy|fun|joy|care|interesting|exciting|fantastic",
  slang:
    "yeah|yep|nope|gonna|wanna|stuff|guy|guys|kinda|sorta|cool|dude|hey|lol|crap|shit|fuck|fucking|damn|ass|bitch|hell|stupid|idiot|dumb",
  measure:
    "percent|million|billion|thousand|hundred|year|years|minutes|hours|degrees|miles|km|kg|cup|cups|tablespoon|teaspoon|dollars|century|inches|grams|feet",
  code: "function|return|import|print|def|class|const|var|int|string|array|null|select|public|void|true|false|input|code|method|object",
} as const;

export type PhraseKind = keyof typeof phrasesByKind;

/** The kinds in a fixed order; counts come in this order. */
export const phraseKinds: readonly PhraseKind[] = listPhraseKinds();

/** The commonest English words, told apart because they say little about content. */
const commonWords: ReadonlySet<number> = hashWords(
  "the of and to a in is that it was for on are with as i his they be at one have this from or had by not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than been its now my over did down only way find use may long little very after words called just where most know get through back much before go good new write our used me man too any day same right look think also around another came come work three word must because does part even place well such here take why things help put years different away again off went old number great tell men say small every found still between name should mr home big give air line set own under read last never us left end along while might next sound below saw something thought both few those always looked show large often together asked house don't world going want school important until form food keep children feet land side without boy once animals life enough took sometimes four head above kind began almost live page got need far hand high year mother light parts country father let night following picture being study second eyes soon times story boys since white days ever paper hard near sentence better best across during today others however sure means knew it's try told young miles sun ways thing whole hear example heard several change answer room sea against top turned learn point city play toward five using himself usually",
);

/** Whether a word of `scanText` is one of the commonest English words. */
export function isCommonWord(word: number): boolean {
  return commonWords.has(word);
}

const phraseIndex = indexPhrases();

/**
 * Counts the phrases of each kind in a scanned text.
 *
 * @returns counts in the order of {@link phraseKinds}
 */
export function countPhrases(words: Int32Array): Float64Array {
  const counts = new Float64Array(phraseKinds.length);
  for (let start = 0; start < words.length; start += 1) {
    const candidates = phraseIndex.get(words[start]);
    if (candidates === undefined) continue;
    for (const phrase of candidates) {
      if (continuesWith(words, start + 1, phrase.rest)) counts[phrase.kind] += 1;
    }
  }
  return counts;
}

function continuesWith(words: Int32Array, start: number, rest: Int32Array): boolean {
  for (let offset = 0; offset < rest.length; offset += 1) {
    if (words[start + offset] !== rest[offset]) return false;
  }
  return true;
}

type IndexedPhrase = { kind: number; rest: Int32Array };

function indexPhrases(): ReadonlyMap<number, readonly IndexedPhrase[]> {
  const index = new Map<number, IndexedPhrase[]>();
  for (const [kind, phrases] of Object.values(phrasesByKind).entries()) {
    for (const phrase of phrases.split("|")) {
      const words = scanText(phrase).words;
      const first = words[0];
      const known = index.get(first) ?? [];
      known.push({ kind, rest: words.slice(1) });
      index.set(first, known);
    }
  }
  return index;
}

function hashWords(words: string): ReadonlySet<number> {
  return new Set(words.split(" ").map(hashWord));
}

function listPhraseKinds(): readonly PhraseKind[] {
  const kinds: PhraseKind[] = [];
  for (const kind in phrasesByKind) if (isPhraseKind(kind)) kinds.push(kind);
  return kinds;
}

function isPhraseKind(kind: string): kind is PhraseKind {
  return kind in phrasesByKind;
}
