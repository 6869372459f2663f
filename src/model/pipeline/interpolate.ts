import type { MappedText } from "../../text/index.ts";
import type { Setting } from "./types.ts";

/** What a variable is worth; undefined when nobody knows before it is run. */
export type Variables = ReadonlyMap<string, string>;

const REFERENCE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}$]|\$\$|\$\{[^{}]*\}|\$\w+)*))?\})/g;
const MAX_DEPTH = 5;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`, `${NAME:?message}` and `$$` as compose does:
 * https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md. A variable that is not among those given is unknown,
 * unless it has a default, which is then what the file says.
 */
export function interpolate(text: MappedText, variables: Variables): Setting {
  if (!text.text.includes("$")) return { text: text.text, at: text.rangeOf(), literal: text.isVerbatim() };
  return { text: filled(text.text, variables, 0), at: text.rangeOf(), literal: false, ...soleDefault(text, variables) };
}

function filled(text: string, variables: Variables, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  let result = "";
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [all, plain, braced, operator, operand = ""] = match;
    const value = all === "$$" ? "$" : valueOf({ name: plain ?? braced ?? "", operator, operand }, variables, depth);
    if (value === undefined) return undefined;
    result += text.slice(end, match.index) + value;
    end = match.index + all.length;
  }
  return result + text.slice(end);
}

interface Reference {
  readonly name: string;
  readonly operator: string | undefined;
  readonly operand: string;
}

function valueOf({ name, operator, operand }: Reference, variables: Variables, depth: number): string | undefined {
  const value = variables.get(name);
  const isMissing = value === undefined || (value === "" && operator?.startsWith(":") === true);
  if (operator?.endsWith("-") === true) return isMissing ? filled(operand, variables, depth + 1) : value;
  if (operator?.endsWith("+") === true) return isMissing ? undefined : filled(operand, variables, depth + 1);
  return value;
}

/** Where the whole text is one reference to a variable with a plain default, the default stands at a place of its own. */
function soleDefault(text: MappedText, variables: Variables): Partial<Setting> {
  const match = /^\$\{([A-Za-z_]\w*)(:?-)([^${}]+)\}$/.exec(text.text);
  if (match === null || variables.get(match[1] ?? "")) return {};
  const start = text.text.indexOf(match[3] ?? "", (match[1] ?? "").length + 2);
  return { at: text.rangeOf(start, text.text.length - 1), literal: text.isVerbatim(start, text.text.length - 1) };
}

/** The assignments of a `.env` file, as far as they are plain. */
export function readDotenv(text: string): Variables {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"\\$]*)"|'([^']*)'|([^\s"'#$\\]*))\s*(?:#.*)?$/.exec(line);
    if (match !== null) variables.set(match[1] ?? "", match[2] ?? match[3] ?? match[4] ?? "");
  }
  return variables;
}
