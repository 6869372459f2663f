import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // test/package.test.ts packs and installs the package: `npm run test:package`.
    exclude: ["test/package.test.ts", "**/node_modules/**"],
    setupFiles: ["test/support/no-network.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
    reporters: ["default"],
  },
});
