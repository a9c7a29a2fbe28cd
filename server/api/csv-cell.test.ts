import { expect, test } from "vitest";
import { csvCell } from "./csv-cell.ts";

test("text that a spreadsheet would run as a formula is put behind an apostrophe", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n"]) {
    expect(csvCell(`${start}cmd|' /C calc'!A0`)).toBe(`"'${start}cmd|' /C calc'!A0"`);
  }
});

test("quotes are doubled and everything else is left alone", () => {
  expect(csvCell('{"prompt": "a, b"}\n')).toBe('"{""prompt"": ""a, b""}\n"');
});
