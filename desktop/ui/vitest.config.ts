import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], environment: "node" } },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          environment: "node",
          testTimeout: 90_000,
          hookTimeout: 90_000,
          fileParallelism: true,
          maxWorkers: 2,
          maxConcurrency: 2,
          // On a busy machine a browser can be late; what needed a second try is marked in the report.
          retry: 1,
        },
      },
    ],
  },
});
