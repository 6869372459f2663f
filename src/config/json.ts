import type { ConfigEntry, ConfigFault, ConfigNode } from "./node.ts";

const MAX_DEPTH = 100;
const TOKEN = /[{}[\]:,]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads JSON (RFC 8259) and keeps the places, which JSON.parse does not tell in any version of Node alike. */
export function parseJson(text: string): ConfigNode | ConfigFault {
  const reader = new Reader(text);
  const node = reader.value(0);
  const rest = reader.fault ?? (reader.peek() === "" ? undefined : { at: reader.start, message: `unexpected ${shown(reader.peek())} behind the end of the value` });
  return rest ?? node;
}

class Reader {
  readonly #text: string;
  #at: number;
  /** Offset of the token that `peek` shows. */
  start = 0;
  #token: string | undefined;
  fault: ConfigFault | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /** The next token, or "" at the end and after a fault. */
  peek(): string {
    if (this.fault !== undefined) return "";
    this.#token ??= this.#scan();
    return this.#token;
  }

  #take(): string {
    const token = this.peek();
    this.#token = undefined;
    return token;
  }

  #scan(): string {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
    this.start = this.#at;
    if (this.#at >= this.#text.length) return "";
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[0];
    if (token === undefined) {
      this.#fail(this.#text[this.#at] === '"' ? "a string that doesn't end, or holds a bad escape" : `unexpected ${shown(this.#text[this.#at] ?? "")}`);
      return "";
    }
    this.#at += token.length;
    return token;
  }

  #fail(message: string): void {
    this.fault ??= { at: this.start, message };
  }

  value(depth: number): ConfigNode {
    const token = this.#take();
    const at = this.start;
    if (depth > MAX_DEPTH) this.#fail("nested too deeply");
    else if (token === "{") return { kind: "object", at, entries: this.#entries(depth) };
    else if (token === "[") return { kind: "array", at, items: this.#items(depth) };
    else if (token === "" || /^[}\]:,]$/.test(token)) this.#fail(token === "" ? "the text ends where a value should stand" : `unexpected ${shown(token)}, a value should stand here`);
    else return { kind: "scalar", at, value: JSON.parse(token) as string | number | boolean | null };
    return { kind: "scalar", at, value: null };
  }

  #entries(depth: number): ConfigEntry[] {
    const entries: ConfigEntry[] = [];
    if (this.peek() === "}") {
      this.#take();
      return entries;
    }
    do {
      const key = this.#take();
      const at = this.start;
      if (!key.startsWith('"')) {
        this.#fail(`expected a key in double quotes${key === "}" ? ", there is a comma too many before this" : ""}`);
        break;
      }
      if (this.#take() !== ":") this.#fail("expected : behind the key");
      entries.push({ key: JSON.parse(key) as string, at, value: this.value(depth + 1) });
    } while (this.#more("}"));
    return entries;
  }

  #items(depth: number): ConfigNode[] {
    const items: ConfigNode[] = [];
    if (this.peek() === "]") {
      this.#take();
      return items;
    }
    do items.push(this.value(depth + 1));
    while (this.#more("]"));
    return items;
  }

  /** Takes a comma or the closing bracket; true when another element follows. */
  #more(close: string): boolean {
    const token = this.#take();
    if (token === ",") return this.fault === undefined;
    if (token !== close) this.#fail(`expected , or ${close}`);
    return false;
  }
}

function shown(token: string): string {
  return token.length > 20 ? `${token.slice(0, 20)}…` : token;
}
