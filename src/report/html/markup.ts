import { harmless, visible } from "../../text/index.ts";

/** HTML that our own code wrote. Texts get into it through `html`, `code` and `message`, which escape them. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Part[] | undefined;

/** A piece of HTML; what is put in is escaped unless it is HTML already. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, i) => string + (i < parts.length ? written(parts[i]) : "")).join(""));
}

function written(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return escaped(String(part));
}

// With `#` among them, for `##[` in a log is a command to some CI systems.
const SPECIAL = /[&<>"'`#]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;", "#": "&#35;" };

function escaped(text: string): string {
  return harmless(text).replace(SPECIAL, (character) => ENTITIES[character] ?? "");
}

/** Lines of a file: tabs and line ends stay. */
export function code(text: string): Markup {
  const shown = Array.from(text, (character) => (character === "\n" || character === "\t" ? character : visible(character))).join("");
  return new Markup(shown.replace(SPECIAL, (character) => ENTITIES[character] ?? ""));
}

/** A message, in which what stands in backticks is code. */
export function message(text: string): Markup {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}
