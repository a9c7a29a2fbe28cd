import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { locales } from "#server/contracts/vocabulary.ts";
import { loadCatalogue } from "./load-catalogue.ts";

type Branch = { readonly [key: string]: string | Branch };

test.each(locales)(
  "every message in %s can be read, and takes what the English one takes",
  async (locale) => {
    const english = flatten(await loadCatalogue("en"));
    const messages = flatten(await loadCatalogue(locale));
    expect([...messages.keys()]).toEqual([...english.keys()]);
    for (const [key, message] of messages) {
      expect(argumentsOf(parse(message)), key).toEqual(argumentsOf(parse(english.get(key) ?? "")));
    }
  },
);

test.each(locales)(
  "every plural in %s has a form for each number of that language",
  async (locale) => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, message] of flatten(await loadCatalogue(locale))) {
      for (const element of parse(message)) {
        if (element.type !== TYPE.plural || element.pluralType === "ordinal") continue;
        const forms = Object.keys(element.options).filter((form) => !form.startsWith("="));
        expect(forms.toSorted(), key).toEqual(categories.toSorted());
      }
    }
  },
);

test("no message of another language was left in English", async () => {
  const english = flatten(await loadCatalogue("en"));
  const arabic = flatten(await loadCatalogue("ar"));
  const same = [...arabic].filter(
    ([key, message]) =>
      message === english.get(key) && /[a-z]{3}/i.test(message.replace(/\{[^}]*\}/g, "")),
  );
  expect(same).toEqual([]);
});

function flatten(branch: Branch, path = ""): Map<string, string> {
  const leaves = Object.entries(branch).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : [...flatten(value, `${path}${key}.`)],
  );
  return new Map(leaves);
}

function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  const names = elements.flatMap((element): string[] => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [element.value, ...argumentsOf(element.children)];
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element.value];
    const inner = Object.values(element.options).flatMap((option) => argumentsOf(option.value));
    return [element.value, ...inner];
  });
  return [...new Set(names)].toSorted();
}
