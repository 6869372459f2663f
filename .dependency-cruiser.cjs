// One row per room: whom it may import. Everything not listed is forbidden.
const rooms = {
  text: [],
  knowledge: [],
  syntax: ["text"],
  discover: ["text"],
  model: ["text", "syntax", "knowledge"],
  evaluate: ["text", "syntax", "model", "knowledge"],
  facts: ["text", "model", "knowledge"],
  rulekit: ["text", "syntax", "model", "evaluate", "facts", "knowledge"],
  judge: ["text", "model", "evaluate", "facts", "rulekit"],
  fix: ["text", "rulekit"],
  report: ["text", "rulekit"],
  config: ["text", "rulekit"],
  session: ["text", "discover", "syntax", "model", "evaluate", "facts", "rulekit", "judge", "fix", "config"],
  cli: ["text", "rulekit", "config", "session", "report"],
  lsp: ["text", "rulekit", "config", "session"],
  eslint: ["text", "syntax", "rulekit", "config", "session", "report"],
};

const pure = "text|syntax|model|evaluate|rulekit|judge|fix|report|knowledge";
const io = "^(node:)?(fs|fs/promises|net|tls|dns|http|https|child_process|worker_threads|process)$";

const roomRules = Object.entries(rooms).map(([room, may]) => ({
  name: `${room}-imports`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: {
    path: "^(src|rules|test|bin)/",
    pathNot: `^src/(${[room, ...may].join("|")})/` + (room === "session" ? "|^rules/index\\.ts$" : ""),
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: "rules-use-the-kit-only",
      comment: "src/rulekit/index.ts is the only door; tables may be read from src/knowledge.",
      severity: "error",
      from: { path: "^rules/([^/]+)/" },
      to: { path: "^(src|rules|test)/", pathNot: "^(src/rulekit/index\\.ts|src/knowledge/|rules/$1/)" },
    },
    {
      name: "io-at-the-edges",
      severity: "error",
      from: { path: `^(rules|src/(${pure}))/` },
      to: { dependencyTypes: ["core"], path: io },
    },
    {
      name: "development-is-not-shipped",
      severity: "error",
      from: { path: "^(rules|src/(?!dev/))" },
      to: { path: "^(src/dev|test)/" },
    },
    // Types may refer to each other: only what runs can be loaded in a wrong order.
    { name: "no-circular", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    // sarif is a package of types only.
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^sarif$" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js"], exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
