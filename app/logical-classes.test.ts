import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Utilities that name a side of the screen where they should name the beginning or end of a line. */
const physical =
  /(?<![\w-])-?(?:[mp][lr]-|(?:left|right)-|border-[lr](?![a-z])|rounded-(?:[lr]|[tb][lr])(?![a-z])|text-(?:left|right)(?![a-z])|(?:float|clear)-(?:left|right)(?![a-z])|scroll-[mp][lr]-)/;

test.each(["mr-2", "sm:pl-0", "-ml-1", "border-l", "text-right", "left-2.5", "rounded-tl-panel"])(
  "%s is a class that does not turn with the direction of writing",
  (name) => {
    expect(name).toMatch(physical);
  },
);

test.each(["me-2", "border-line", "rounded-t-panel", "text-start", "start-2", "items-center"])(
  "%s is one that does",
  (name) => {
    expect(name).not.toMatch(physical);
  },
);

test("pages are laid out by the direction of writing, never by left and right", () => {
  const root = import.meta.dirname;
  const found = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .flatMap((name) =>
      listClasses(readFileSync(path.join(root, name), "utf8"))
        .filter((text) => physical.test(text))
        .map((text) => `${name}: ${text}`),
    );
  expect(found).toEqual([]);
});

/** Every piece of text in quotes that could be a list of classes. */
function listClasses(source: string): string[] {
  return [...source.matchAll(/"([^"\n]*)"|`([^`]*)`/g)]
    .flatMap(([, plain = "", template = ""]) => `${plain} ${template}`.split(/\s+/))
    .filter((word) => /^[\w:[\]./()&>@-]+$/.test(word));
}
