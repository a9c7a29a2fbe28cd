import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import haskell from "highlight.js/lib/languages/haskell";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

const lowlight = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, haskell, ini, java, javascript, json, kotlin, lua },
  ...{ php, python, r, ruby, rust, shell, sql, swift, typescript, xml, yaml },
});

/** Longer code stays plain: grammars are regular expressions, and some take their time. */
const lengthMax = 20_000;
const lineLengthMax = 1000;

export type CodeToken = { readonly text: string; readonly kind: string };

/** Code as tokens with class names of highlight.js; null for a language that is not known. */
export function highlightCode(code: string, language: string): CodeToken[] | null {
  if (code.length > lengthMax || !lowlight.registered(language)) return null;
  if (code.split("\n").some((line) => line.length > lineLengthMax)) return null;
  const tokens: CodeToken[] = [];
  collectTokens(lowlight.highlight(language, code), "", tokens);
  return tokens;
}

type CodeNode = {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly CodeNode[];
};

/** Flattens the tree: the innermost name that a piece of code has is the one that colours it. */
function collectTokens(node: CodeNode, kind: string, tokens: CodeToken[]): void {
  if (node.type === "text") tokens.push({ text: node.value ?? "", kind });
  const names = node.properties?.className;
  const own = Array.isArray(names) && names.length > 0 ? names.map(String).join(" ") : kind;
  for (const child of node.children ?? []) collectTokens(child, own, tokens);
}
