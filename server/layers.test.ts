import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const checkout = path.join(import.meta.dirname, "..");

/** The first pattern that fits a file names its layer. */
const layers = [
  ["core", /^server\/core\//],
  ["vocabulary", /^server\/contracts\/vocabulary\.ts$/],
  ["contracts", /^server\/contracts\//],
  ["foundation", /^server\/(env|errors|logger|auth\/(secret-token|password-hash))\.ts$/],
  ["adapters", /^server\/adapters\//],
  ["permissions", /^server\/auth\/(permissions|viewer)\.ts$/],
  ["services", /^server\/services\//],
  ["auth", /^server\/auth\//],
  ["runtime", /^server\/(runtime|worker-runtime)\.ts$/],
  ["api", /^server\/api\//],
  ["jobs", /^server\/jobs\//],
  ["score-api", /^server\/score-api\//],
  ["entries", /^server\/(worker|score-service)\.ts$/],
  ["launch", /^server\/launch\//],
  ["client", /^db\/client\.ts$/],
  ["schema", /^db\/schema\//],
  ["queries", /^db\/queries\//],
  ["migrate", /^db\/migrate\.ts$/],
  ["driver", /^db\/driver\//],
  ["embedded", /^db\/embedded\//],
  ["seed", /^db\/seed\//],
  ["testing", /^db\/testing\//],
  ["routes", /^app\/api\//],
  // No path: whatever a client component draws in, see findBrowserFiles.
  ["browser", /^(?!)/],
  ["pages", /^app\//],
] as const;

type Layer = (typeof layers)[number][0];

type Rule = {
  /** Layers whose values may be used. */
  readonly uses: readonly Layer[];
  /** Layers of which only the types may be used. */
  readonly names?: readonly Layer[];
  /** Packages that may be used, where that is limited. */
  readonly packages?: RegExp;
};

const noDatabasePackage = /^(?!drizzle-orm|postgres$|pg-boss)/;
const serverPackages = /^(?!drizzle-orm|postgres$|react|next$|next\/(?!headers))/;

/** Files of one layer may always use each other. */
const rules: Readonly<Record<Layer, Rule>> = {
  core: { uses: [], packages: /^(?!)/ },
  driver: { uses: [], packages: /^node:/ },
  vocabulary: { uses: [], packages: /^(?!)/ },
  contracts: { uses: ["vocabulary"], packages: /^zod$/ },
  foundation: { uses: [], packages: serverPackages },
  // An importer leaves out what the core calls blank, so that both mean the same by it.
  adapters: { uses: ["core", "contracts", "vocabulary", "foundation"], packages: serverPackages },
  permissions: { uses: ["contracts", "vocabulary"], packages: /^(?!)/ },
  services: {
    uses: ["core", "contracts", "vocabulary", "queries", "permissions", "foundation", "seed"],
    names: ["adapters", "client"],
    packages: serverPackages,
  },
  auth: {
    uses: [
      "services",
      "queries",
      "permissions",
      "contracts",
      "vocabulary",
      "foundation",
      "runtime",
    ],
    names: ["client"],
    packages: serverPackages,
  },
  api: {
    uses: [
      "services",
      "queries",
      "auth",
      "permissions",
      "contracts",
      "vocabulary",
      "foundation",
      "runtime",
    ],
    names: ["client"],
    packages: serverPackages,
  },
  jobs: {
    uses: ["services", "queries", "contracts", "vocabulary", "foundation", "runtime"],
    names: ["client", "adapters"],
    packages: serverPackages,
  },
  runtime: {
    uses: ["client", "adapters", "queries", "services", "contracts", "vocabulary", "foundation"],
    packages: serverPackages,
  },
  // The score service speaks plain HTTP: its routes are to it what the routers are to the pages.
  "score-api": {
    uses: ["services", "contracts", "vocabulary", "foundation"],
    packages: /^(node:|zod$)/,
  },
  entries: {
    uses: ["runtime", "jobs", "score-api", "services", "foundation"],
    packages: serverPackages,
  },
  launch: { uses: ["client", "queries", "services", "migrate", "embedded", "seed", "foundation"] },
  client: { uses: [] },
  schema: { uses: ["vocabulary"], names: ["contracts"] },
  // A query parses the JSON columns that it reads, with the schemas that they were written by.
  queries: { uses: ["schema", "contracts", "vocabulary"], names: ["client"] },
  migrate: { uses: [] },
  embedded: { uses: [] },
  seed: { uses: ["queries", "schema", "contracts", "vocabulary"], names: ["client"] },
  testing: {
    uses: [
      "client",
      "embedded",
      "migrate",
      "schema",
      "queries",
      "contracts",
      "vocabulary",
      "foundation",
    ],
  },
  // Uploads, downloads and health are HTTP without tRPC: route handlers are their procedures.
  routes: {
    uses: [
      "api",
      "auth",
      "permissions",
      "services",
      "runtime",
      "contracts",
      "vocabulary",
      "foundation",
    ],
    packages: noDatabasePackage,
  },
  pages: {
    uses: ["api", "auth", "permissions", "contracts", "vocabulary", "browser"],
    packages: noDatabasePackage,
  },
  browser: {
    uses: ["contracts", "vocabulary", "permissions"],
    names: ["api", "pages"],
    packages: /^(?!node:|drizzle-orm|postgres$|pg-boss|pino|server-only|next-auth(?!\/react))/,
  },
};

/** What a test may use besides what its layer may; a test of the core stays within the core. */
const testUses: readonly Layer[] = [
  "testing",
  "auth",
  "adapters",
  "schema",
  "queries",
  "client",
  "foundation",
  "vocabulary",
  "contracts",
];

type Import = { readonly target: string; readonly isType: boolean };

/**
 * Reads the imports of a formatted file: the formatter puts each statement at the start of a line,
 * in double quotes and with a semicolon, which makes a pattern reliable.
 */
function readImports(source: string): Import[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const statements = code.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:([^"'`;]*?)\bfrom\s+)?"([^"]+)"/gm,
  );
  const dynamic = code.matchAll(/\bimport\(\s*(?:"([^"]+)"|[^)\s])/g);
  return [
    ...[...statements].map(([, isType, names, target]) => ({
      target: target ?? "",
      isType: isType !== undefined || hasOnlyTypes(names),
    })),
    ...[...dynamic].map(([, target]) => ({ target: target ?? "(computed)", isType: false })),
  ];
}

function hasOnlyTypes(names: string | undefined): boolean {
  const list = /^\{(.*)\}\s*$/s.exec(names?.trim() ?? "")?.[1];
  const specifiers = (list ?? "").split(",").filter((specifier) => specifier.trim() !== "");
  return specifiers.length > 0 && specifiers.every((specifier) => /^\s*type\s/.test(specifier));
}

/** The path of a file of this repository, or `null` for a package. */
function resolve(from: string, target: string): string | null {
  if (target.startsWith("#")) {
    return target.slice(1);
  }
  return target.startsWith(".") ? path.posix.join(path.posix.dirname(from), target) : null;
}

type Sources = ReadonlyMap<string, string>;

/** Everything in `app` that a file marked "use client" draws into the browser. */
function findBrowserFiles(sources: Sources): Set<string> {
  const found = new Set<string>();
  const queue = [...sources].flatMap(([file, source]) =>
    /^"use client";/m.test(source) ? [file] : [],
  );
  for (const file of queue) {
    if (found.has(file)) {
      continue;
    }
    found.add(file);
    for (const { target, isType } of readImports(sources.get(file) ?? "")) {
      const resolved = resolve(file, target);
      if (!isType && resolved?.startsWith("app/") && /\.tsx?$/.test(resolved)) {
        queue.push(resolved);
      }
    }
  }
  return found;
}

function findViolations(sources: Sources): string[] {
  const browserFiles = findBrowserFiles(sources);
  function layerOf(file: string): Layer | undefined {
    if (browserFiles.has(file)) {
      return "browser";
    }
    return layers.find(([, pattern]) => pattern.test(file))?.[0];
  }
  return [...sources].flatMap(([file, source]) => {
    const layer = layerOf(file);
    if (layer === undefined) {
      return [`${file} belongs to no layer`];
    }
    return readImports(source).flatMap((one) => {
      const resolved = resolve(file, one.target);
      const isAllowed =
        resolved === null
          ? mayUsePackage(file, layer, one.target)
          : mayUse(file, layer, { to: layerOf(resolved), isType: one.isType, resolved });
      return isAllowed ? [] : [`${file} (${layer}) must not import ${one.target}`];
    });
  });
}

function isTestFile(file: string): boolean {
  return /\.test\.tsx?$|\/fixtures\//.test(file);
}

function mayUsePackage(file: string, layer: Layer, name: string): boolean {
  if (isTestFile(file)) {
    return true;
  }
  if (name === "(computed)") {
    return layer === "launch";
  }
  return rules[layer].packages?.test(name) ?? true;
}

function mayUse(
  file: string,
  from: Layer,
  target: { readonly to: Layer | undefined; readonly isType: boolean; readonly resolved: string },
): boolean {
  const { to, isType, resolved } = target;
  // Styles, fonts and pictures have no layer.
  if (to === undefined || !/\.tsx?$/.test(resolved)) return !/\.tsx?$/.test(resolved);
  const { uses, names = [] } = rules[from];
  return (
    to === from ||
    uses.includes(to) ||
    (isType && names.includes(to)) ||
    (isTestFile(file) && from !== "core" && testUses.includes(to))
  );
}

function readSources(): Sources {
  const files = ["app", "server", "db"].flatMap((folder) =>
    readdirSync(path.join(checkout, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => path.relative(checkout, path.join(entry.parentPath, entry.name)))
      .map((file) => file.split(path.sep).join("/"))
      .filter(
        (file) =>
          !/^(server\/\w+\.test\.ts|db\/[\w.]+\.test\.ts|db\/drizzle\.config\.ts)$/.test(file),
      ),
  );
  return new Map(files.map((file) => [file, readFileSync(path.join(checkout, file), "utf8")]));
}

test("every import stays within what its layer may use", () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(100);
  expect(findViolations(sources)).toEqual([]);
});

describe("the check itself", () => {
  test.each([
    ["server/core/a.ts", 'import { z } from "zod";'],
    ["server/core/a.ts", 'import { b } from "#server/contracts/b.ts";'],
    ["server/contracts/a.ts", 'import { b } from "#server/services/b.ts";'],
    ["server/services/a.ts", 'import { b } from "#server/adapters/b.ts";'],
    ["server/services/a.ts", 'import { sql } from "drizzle-orm";'],
    ["server/services/a.ts", 'import { b } from "#db/schema/b.ts";'],
    ["server/api/a.ts", 'import {\n  type B,\n  c,\n} from "#db/client.ts";'],
    ["db/queries/a.ts", 'export { b } from "#server/services/b.ts";'],
    ["app/a/page.tsx", 'const b = await import("#server/services/b.ts");'],
    ["app/a/page.tsx", 'import { b } from "#db/queries/b.ts";'],
    ["app/a/leaf.tsx", '"use client";\nimport { b } from "#server/api/root.ts";'],
    ["app/a/leaf.tsx", '"use client";\nimport { b } from "node:fs";'],
    ["server/elsewhere/a.ts", ""],
  ])("%s refuses %j", (file, source) => {
    expect(findViolations(new Map([[file, source]]))).toHaveLength(1);
  });

  test.each([
    ["server/services/a.ts", 'import type { B } from "#server/adapters/b.ts";'],
    ["server/services/a.ts", 'import { type B, type C } from "#server/adapters/b.ts";'],
    ["server/core/a.ts", 'import { b } from "./b.ts";'],
    ["app/a/leaf.tsx", '"use client";\nimport type { AppRouter } from "#server/api/root.ts";'],
    ["app/layout.tsx", 'import "./globals.css";'],
    ["server/core/a.ts", "// import { z } from 'zod' would be wrong here\nconst a = 1;"],
  ])("%s allows %j", (file, source) => {
    expect(findViolations(new Map([[file, source]]))).toEqual([]);
  });

  test("what a client component imports counts as browser code", () => {
    const sources = new Map([
      ["app/leaf.tsx", '"use client";\nimport { help } from "./help.ts";'],
      ["app/help.ts", 'import { b } from "#server/auth/get-viewer.ts";'],
    ]);
    expect(findViolations(sources)).toEqual([
      "app/help.ts (browser) must not import #server/auth/get-viewer.ts",
    ]);
  });
});
