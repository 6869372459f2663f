import { parseArgs } from "node:util";
import { nearestWord } from "../text/nearest.ts";

/** A message for standard error, after which the program ends with status 2. */
export interface UsageError {
  readonly error: string;
}

export type RuleLevel = "off" | "note" | "warning" | "error";

/** The command line, read and checked for itself; what it names (rules, platforms, files) is checked later. */
export interface Arguments {
  readonly command: "lint" | "explain" | "inspect" | "cache" | "init" | "completion" | "list-rules" | "print-config" | "help" | "version";
  /** PATHs, or the operands of the command. */
  readonly operands: readonly string[];
  readonly platforms: readonly string[] | undefined;
  readonly buildPlatform: string | undefined;
  readonly format: Format;
  readonly output: string | undefined;
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly diff: boolean;
  /** Undefined when the flag was not given: the configuration then decides. */
  readonly offline: true | undefined;
  readonly config: string | undefined;
  /** Whether registries that a configuration file of the repository allows may be asked. */
  readonly trustConfig: boolean;
  readonly cacheDir: string | undefined;
  readonly factTimeoutMs: number | undefined;
  readonly rules: ReadonlyMap<string, RuleLevel>;
  readonly target: string | undefined;
  /** An argument without `=` has no value here: it takes that of the environment, as in `docker build`. */
  readonly buildArgs: ReadonlyMap<string, string | undefined>;
  readonly stdinFilename: string | undefined;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  readonly staged: boolean;
  readonly changedSince: string | undefined;
  /** The file whose configuration is to be printed. */
  readonly printConfig: string | undefined;
  readonly maxWarnings: number | undefined;
  readonly quiet: boolean;
  readonly noColor: boolean;
}

export const FORMATS = ["pretty", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

export const LEVELS: readonly RuleLevel[] = ["off", "note", "warning", "error"];
export const COMMANDS = ["explain", "inspect", "cache", "init", "completion"] as const;
const LATER: ReadonlySet<string> = new Set(["lsp"]);

/** Every flag, and whether it takes a value. */
export const OPTIONS = {
  "platform": { type: "string", multiple: true },
  "build-platform": { type: "string" },
  "format": { type: "string" },
  "output": { type: "string" },
  "fix": { type: "boolean" },
  "unsafe-fixes": { type: "boolean" },
  "diff": { type: "boolean" },
  "offline": { type: "boolean" },
  "config": { type: "string" },
  "trust-config": { type: "boolean" },
  "cache-dir": { type: "string" },
  "fact-timeout": { type: "string" },
  "rule": { type: "string", multiple: true },
  "target": { type: "string" },
  "build-arg": { type: "string", multiple: true },
  "stdin-filename": { type: "string" },
  "baseline": { type: "string" },
  "write-baseline": { type: "boolean" },
  "staged": { type: "boolean" },
  "changed-since": { type: "string" },
  "print-config": { type: "string" },
  "max-warnings": { type: "string" },
  "quiet": { type: "boolean" },
  "no-color": { type: "boolean" },
  "list-rules": { type: "boolean" },
  "help": { type: "boolean", short: "h" },
  "version": { type: "boolean" },
} as const;

type OptionName = keyof typeof OPTIONS;

/** What stands on the command line before it means anything. */
interface Given {
  readonly operands: readonly string[];
  readonly values: ReadonlyMap<OptionName, readonly string[]>;
}

/** Reads the command line. The first thing that is wrong with it becomes the error. */
export function readArguments(argv: readonly string[]): Arguments | UsageError {
  const given = collect(argv);
  if ("error" in given) return given;
  const command = commandOf(given);
  if (typeof command === "object") return command;
  const read = interpret(given, command);
  return "error" in read ? read : (conflictIn(read, given) ?? read);
}

function collect(argv: readonly string[]): Given | UsageError {
  // Not strict, for the messages of strict parsing name no nearest flag.
  const { tokens } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const operands: string[] = [];
  const values = new Map<OptionName, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    if (!isOption(token.name)) return unknownFlag(token.rawName);
    const error = misuse(token.name, token);
    if (error !== undefined) return error;
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
  }
  return { operands, values };
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

function unknownFlag(rawName: string): UsageError {
  const nearest = nearestWord(rawName, Object.keys(OPTIONS).map((name) => `--${name}`));
  return { error: `unknown flag ${rawName}${nearest === undefined ? "" : `; did you mean ${nearest}?`}` };
}

function misuse(name: OptionName, { value, inlineValue }: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined }): UsageError | undefined {
  if (OPTIONS[name].type === "boolean") return inlineValue === true ? { error: `--${name} takes no value` } : undefined;
  const swallowedFlag = inlineValue !== true && value?.startsWith("--") === true;
  if (value === undefined || value === "" || swallowedFlag) return { error: `--${name} needs a value` };
  return undefined;
}

function commandOf({ operands, values }: Given): Arguments["command"] | UsageError {
  if (values.has("help")) return "help";
  if (values.has("version")) return "version";
  if (values.has("list-rules")) return "list-rules";
  if (values.has("print-config")) return "print-config";
  const first = operands[0] ?? "";
  if (LATER.has(first)) return { error: `${first} is not part of this version (a folder of that name is written ./${first})` };
  return COMMANDS.find((command) => command === first) ?? "lint";
}

function interpret(given: Given, command: Arguments["command"]): Arguments | UsageError {
  const last = (name: OptionName): string | undefined => given.values.get(name)?.at(-1);
  const format = formatOf(last("format"));
  const maxWarnings = countOf(last("max-warnings"));
  const factTimeoutMs = secondsOf(last("fact-timeout"));
  const rules = rulesOf(given.values.get("rule") ?? []);
  for (const read of [format, maxWarnings, factTimeoutMs, rules]) if (typeof read === "object" && "error" in read) return read;
  const isCommand = COMMANDS.some((name) => name === command);
  return {
    command,
    operands: isCommand ? given.operands.slice(1) : given.operands,
    platforms: given.values.get("platform")?.flatMap((list) => list.split(",")).map((text) => text.trim()).filter((text) => text !== ""),
    buildPlatform: last("build-platform"),
    format: format as Format,
    output: last("output"),
    fix: given.values.has("fix"),
    unsafeFixes: given.values.has("unsafe-fixes"),
    diff: given.values.has("diff"),
    offline: given.values.has("offline") ? true : undefined,
    config: last("config"),
    trustConfig: given.values.has("trust-config"),
    cacheDir: last("cache-dir"),
    factTimeoutMs: factTimeoutMs as number | undefined,
    rules: rules as ReadonlyMap<string, RuleLevel>,
    target: last("target"),
    buildArgs: new Map((given.values.get("build-arg") ?? []).map(buildArgOf)),
    stdinFilename: last("stdin-filename"),
    baseline: last("baseline"),
    writeBaseline: given.values.has("write-baseline"),
    staged: given.values.has("staged"),
    changedSince: last("changed-since"),
    printConfig: last("print-config"),
    maxWarnings: maxWarnings as number | undefined,
    quiet: given.values.has("quiet"),
    noColor: given.values.has("no-color"),
  };
}

function formatOf(text: string | undefined): Format | UsageError {
  const found = FORMATS.find((format) => format === (text ?? "pretty"));
  return found ?? { error: `unknown format "${String(text)}"; there are ${FORMATS.join(", ")}` };
}

function countOf(text: string | undefined): number | undefined | UsageError {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : { error: `--max-warnings wants a number from 0 up, not "${text}"` };
}

/** As milliseconds. */
function secondsOf(text: string | undefined): number | undefined | UsageError {
  if (text === undefined) return undefined;
  return /^\d{1,4}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) * 1000 : { error: `--fact-timeout wants seconds, more than 0, not "${text}"` };
}

function rulesOf(texts: readonly string[]): ReadonlyMap<string, RuleLevel> | UsageError {
  const rules = new Map<string, RuleLevel>();
  for (const text of texts) {
    const [id = "", word] = text.split("=", 2);
    const level = LEVELS.find((known) => known === word);
    if (id === "" || level === undefined) return { error: `--rule wants ID=${LEVELS.join("|")}, not "${text}"${levelHint(word)}` };
    rules.set(id, level);
  }
  return rules;
}

function levelHint(word: string | undefined): string {
  const nearest = word === undefined ? undefined : nearestWord(word, LEVELS);
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}

function buildArgOf(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function conflictIn(read: Arguments, { values }: Given): UsageError | undefined {
  if (read.command !== "lint") return undefined;
  if (read.fix && read.diff) return { error: "--fix and --diff conflict: the one changes files, the other shows the change and makes none" };
  if (read.stdinFilename !== undefined && read.operands.length > 0) {
    return { error: "--stdin-filename and PATH conflict: either standard input is read or the files are" };
  }
  if (read.diff && values.has("format")) return { error: "--diff and --format conflict: --diff prints a patch and no report" };
  if (read.unsafeFixes && !read.fix && !read.diff) return { error: "--unsafe-fixes needs --fix or --diff" };
  return scopeConflictIn(read);
}

function scopeConflictIn(read: Arguments): UsageError | undefined {
  const scope = read.staged ? "--staged" : read.changedSince === undefined ? undefined : "--changed-since";
  if (read.staged && read.changedSince !== undefined) return { error: "--staged and --changed-since conflict: give one" };
  if (scope !== undefined && read.stdinFilename !== undefined) return { error: `${scope} and --stdin-filename conflict: standard input is no file that git knows` };
  if (!read.writeBaseline) return undefined;
  if (read.baseline === undefined) return { error: "--write-baseline needs --baseline FILE" };
  const other = scope ?? (read.fix ? "--fix" : read.diff ? "--diff" : read.stdinFilename === undefined ? undefined : "--stdin-filename");
  return other === undefined ? undefined : { error: `--write-baseline and ${other} conflict: a baseline holds all that is found in the files as they are` };
}
