import type { Range } from "../../../text/index.ts";
import { type Piece, textOf, UNKNOWN_CHARACTER, type Value } from "../../value.ts";
import { computed, prints, printsUnknown } from "../answer.ts";
import type { Answer, Invocation } from "../invocation.ts";
import { has, optionSpec, readOptions, textOfWord } from "../options.ts";
import { Slicer } from "../slices.ts";

const TR = optionSpec("");

/** `tr` over known text: sets with ranges and classes, `-d`, `-s`, `-c`. */
export function tr(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, TR);
  const [first, second] = line.operands.map((operand) => charactersOf(textOfWord(operand)));
  const { stdin } = invocation;
  if (stdin === undefined || first === undefined) return printsUnknown(invocation.at);
  const complement = has(line, "-c", "-C", "--complement");
  if (has(line, "-d", "--delete")) return prints(withoutCharacters(stdin, first, complement));
  if (complement) return printsUnknown(invocation.at);
  if (second === undefined) return has(line, "-s") ? prints(squeezed(stdin, first)) : printsUnknown(invocation.at);
  const mapped = translateCharacters(stdin, mapOf(first, second), invocation.at);
  return prints(has(line, "-s", "--squeeze-repeats") ? squeezed(mapped, second) : mapped);
}

const CLASSES: Readonly<Record<string, string>> = {
  "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
  "[:digit:]": "0123456789",
  "[:space:]": " \t\n\r\f\v",
  "[:blank:]": " \t",
  "[:punct:]": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  "[:alpha:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  "[:alnum:]": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
};
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** The characters of a set, in order; undefined for a set that isn't known. */
function charactersOf(set: string): string[] | undefined {
  if (set.includes(UNKNOWN_CHARACTER) || set.length > 512) return undefined;
  const result: string[] = [];
  for (let i = 0; i < set.length; i++) {
    const named = set.slice(i, i + 9);
    const known = CLASSES[named];
    const character = set[i] ?? "";
    const high = set[i + 2];
    if (known !== undefined) {
      result.push(...Array.from(known));
      i += 8;
    } else if (character === "\\") {
      i++;
      result.push(ESCAPES[set[i] ?? ""] ?? set[i] ?? "\\");
    } else if (set[i + 1] === "-" && high !== undefined) {
      for (let code = character.charCodeAt(0); code <= Math.min(high.charCodeAt(0), 255); code++) result.push(String.fromCharCode(code));
      i += 2;
    } else result.push(character);
  }
  return result;
}

function mapOf(from: readonly string[], to: readonly string[]): ReadonlyMap<string, string> {
  const last = to.at(-1);
  const map = new Map<string, string>();
  if (last !== undefined) for (const [i, character] of from.entries()) map.set(character, to[i] ?? last);
  return map;
}

/** Each character that the map names replaced; stretches that stay keep their places. */
export function translateCharacters(value: Value, map: ReadonlyMap<string, string>, at: Range): Value {
  return changedCharacters(value, at, (character) => map.get(character) ?? character);
}

function withoutCharacters(value: Value, set: readonly string[], complement: boolean): Value {
  const members = new Set(set);
  const at = value.pieces[0]?.from ?? NOWHERE;
  return changedCharacters(value, at, (character) => (character !== UNKNOWN_CHARACTER && members.has(character) !== complement ? "" : character));
}

function squeezed(value: Value, set: readonly string[]): Value {
  const members = new Set(set);
  let before = "";
  return changedCharacters(value, value.pieces[0]?.from ?? NOWHERE, (character) => {
    const repeated = character === before && members.has(character);
    before = character;
    return repeated ? "" : character;
  });
}

const NOWHERE: Range = { file: "", start: 0, end: 0 };

function changedCharacters(value: Value, at: Range, change: (character: string) => string): Value {
  const text = textOf(value);
  const slicer = new Slicer(value);
  const pieces: Piece[] = [];
  let kept = 0;
  let made = "";
  const flush = (): void => {
    if (made !== "") pieces.push(computed(made, at, value));
    made = "";
  };
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    const changed = character === undefined ? undefined : change(character);
    if (character !== undefined && changed === character) continue;
    if (i > kept) {
      flush();
      pieces.push(...slicer.slice(kept, i));
    }
    made += changed ?? "";
    kept = i + 1;
  }
  flush();
  return { pieces };
}
