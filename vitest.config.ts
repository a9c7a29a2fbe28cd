import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["server/**/*.test.ts", "app/**/*.test.ts", "db/seed/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/*.stats.test.ts"],
          environment: "node",
        },
      },
      {
        test: {
          name: "stats",
          include: ["server/core/**/*.stats.test.ts"],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
