/** What a UTF-16 code unit is to the word scanner. */
export const characterClass = {
  other: 0,
  lower: 1,
  upper: 2,
  digit: 3,
  space: 4,
  newline: 5,
  punctuation: 6,
  symbol: 7,
  ideograph: 8,
  highSurrogate: 9,
  lowSurrogate: 10,
} as const;

/**
 * Class of every UTF-16 code unit. A table of 64 KiB replaces a regular expression per character:
 * scanning is what feature extraction spends its time on.
 */
export const classOfUnit: Uint8Array = buildClassTable();

/** Lower-case form of every UTF-16 code unit, where that form is a single unit. */
export const foldedUnit: Uint16Array = buildFoldTable();

function buildClassTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let unit = 0; unit < table.length; unit += 1) table[unit] = classifyUnit(unit);
  return table;
}

function classifyUnit(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdbff) return characterClass.highSurrogate;
  if (unit >= 0xdc00 && unit <= 0xdfff) return characterClass.lowSurrogate;
  const character = String.fromCharCode(unit);
  if (unit === 10 || unit === 0x2028 || unit === 0x2029) return characterClass.newline;
  if (/\s/u.test(character)) return characterClass.space;
  // Scripts written without spaces: each sign counts as a word, so that lengths stay comparable.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) {
    return characterClass.ideograph;
  }
  if (/\p{Lu}/u.test(character)) return characterClass.upper;
  if (/[\p{L}\p{M}]/u.test(character)) return characterClass.lower;
  if (/\p{N}/u.test(character)) return characterClass.digit;
  if (/\p{P}/u.test(character)) return characterClass.punctuation;
  if (/\p{S}/u.test(character)) return characterClass.symbol;
  return characterClass.other;
}

function buildFoldTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < table.length; unit += 1) {
    const folded = String.fromCharCode(unit).toLowerCase();
    table[unit] = folded.length === 1 ? folded.charCodeAt(0) : unit;
  }
  return table;
}
