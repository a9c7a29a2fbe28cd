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
          // Hashing passwords and growing trees of a million rows take their time on a busy machine.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "db",
          include: ["{server,app,db}/**/*.db.test.ts"],
          environment: "node",
          globalSetup: ["./db/testing/global-setup.ts"],
          // The start of the server and the copy of a database count into the first test of a file.
          testTimeout: 20_000,
          hookTimeout: 60_000,
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
