/** An opening tag with its attributes as written. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const VOID = new Set(["meta"]);
const RAW = new Set(["style"]);

/** The opening tags of XML or HTML in the strict form that we write; throws where it is not well-formed. */
export function tagsIn(markup: string): readonly Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  const token = /<\?xml [^<>]*\?>|<!doctype html>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[a-zA-Z][\w-]*(?:="[^"<]*")?)*)\s*(\/?)>|[^<]+/y;
  while (token.lastIndex < markup.length) {
    const from = token.lastIndex;
    const found = token.exec(markup);
    if (found === null) throw new Error(`not well-formed: ${JSON.stringify(markup.slice(from, from + 80))}`);
    const [whole, closing, name, written = "", empty] = found;
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(whole) && !RAW.has(open.at(-1) ?? "")) throw new Error(`a bare &: ${JSON.stringify(whole.slice(0, 80))}`);
    if (name === undefined) continue;
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const attributes = [...written.matchAll(/([a-zA-Z][\w-]*)(?:="([^"]*)")?/g)].map(([, key = "", value = ""]) => [key, value] as const);
    if (new Set(attributes.map(([key]) => key)).size < attributes.length) throw new Error(`an attribute twice: ${whole}`);
    tags.push({ name, attributes: Object.fromEntries(attributes) });
    if (empty !== "/" && !VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(" ")}`);
  return tags;
}
