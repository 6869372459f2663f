import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/no-network.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 60_000,
    reporters: ["default"],
  },
});
