import { steers } from "../text/index.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Text for an element or an attribute of XML 1.0. What steers a terminal becomes a reference, or U+FFFD where XML has none for it. */
export function xmlText(text: string): string {
  // XML 1.0 has no way to write most control characters, nor half of a surrogate pair.
  const writable = text.replace(/[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/gu, "\ufffd");
  return writable.replace(/[^ !#-%(-;=?-~]|#(?=#)/gu, (character) => ENTITIES[character] ?? reference(character));
}

function reference(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x23 || steers(code) ? `&#${String(code)};` : character;
}
