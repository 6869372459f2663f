import tseslint from "typescript-eslint";

// Who may import whom: the same table as .dependency-cruiser.cjs, which sees whole paths. Here only what an editor should show at once.
const ioModules = ["fs", "fs/promises", "net", "http", "https", "child_process", "worker_threads", "process", "dns", "tls"];
const noIo = {
  paths: ioModules.flatMap((name) => [name, `node:${name}`]).map((name) => ({ name, message: "I/O stays in discover, facts, config, session, cli and dev." })),
};
const kitOnly = {
  ...noIo,
  patterns: [{ regex: "src/(?!rulekit/index\\.ts$|knowledge/)", message: "A rule imports src/rulekit/index.ts, src/knowledge/* and its own folder." }],
};

const sizes = {
  "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
  "max-params": ["error", 3],
  "max-depth": ["error", 4],
  complexity: ["error", 20],
};

const restrict = (selector, message) => ({ selector, message });
const syntax = [
  restrict("TSEnumDeclaration", "Use a union of strings."),
  restrict("SwitchStatement > SwitchCase[test=null]", "A switch over a union has no default: the compiler finds what is missing."),
];
const noDefault = restrict("ExportDefaultDeclaration", "Only rules have a default export.");

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "**/generated/", "fixtures/", "rules/index.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...sizes,
      eqeqeq: "error",
      "no-console": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-syntax": ["error", ...syntax, noDefault],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: false }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A guard that the types call needless is what keeps a parser total on input nobody foresaw.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/unbound-method": ["error", { ignoreStatic: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
    },
  },
  {
    files: ["src/{text,syntax,model,evaluate,rulekit,judge,fix,report,knowledge}/**/*.ts"],
    rules: { "no-restricted-imports": ["error", noIo] },
  },
  {
    files: ["rules/*/*.ts"],
    rules: { "no-restricted-imports": ["error", kitOnly], "no-restricted-syntax": ["error", ...syntax] },
  },
  { files: ["src/cli/**/*.ts", "src/dev/**/*.ts"], rules: { "no-console": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "max-params": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  { files: ["*.config.ts"], rules: { "no-restricted-syntax": "off" } },
  {
    files: ["**/*.js", "**/*.cjs"],
    rules: { ...sizes, eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-unused-vars": "error" },
  },
);
