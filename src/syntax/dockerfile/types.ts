import type { MappedText, Range, SourceText } from "../../text/index.ts";

/** A Dockerfile as written: lossless, nothing resolved. Made by `parseDockerfile`, which never throws. */
export interface Dockerfile {
  readonly source: SourceText;
  readonly escape: "\\" | "`";
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  /** What BuildKit's parser would stop at; empty for a file that parses. */
  readonly problems: readonly SyntaxProblem[];
}

/** `# name=value` at the top: syntax, escape or check. */
export interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly range: Range;
  readonly valueRange: Range;
}

/** A whole-line comment, `#` included, line end not; also those inside continuations. */
export interface Comment {
  readonly text: string;
  readonly range: Range;
}

export interface SyntaxProblem {
  /** BuildKit's own wording where it has one ("unterminated heredoc"). */
  readonly message: string;
  readonly range: Range;
}

/** One instruction, its continuation lines joined as BuildKit joins them. */
export interface Instruction {
  /** Upper case, as `FROM`; for ONBUILD the trigger is in `trigger`. */
  readonly keyword: string;
  readonly keywordRange: Range;
  /** From the keyword to the end of its last line (here-documents included, line end excluded). */
  readonly range: Range;
  /** First and last line, from 1, here-documents included. */
  readonly lines: readonly [number, number];
  /** The whole joined line, keyword first. */
  readonly text: MappedText;
  /** What follows keyword and flags, blanks at both ends dropped. */
  readonly operands: MappedText;
  readonly flags: readonly Flag[];
  /** Set when the operands are a JSON array of strings, as BuildKit judges it, and the instruction takes that form. */
  readonly exec: readonly ExecWord[] | undefined;
  readonly heredocs: readonly Heredoc[];
  readonly trigger: Instruction | undefined;
  /** Index in `Dockerfile.instructions`; a trigger has its ONBUILD's. */
  readonly index: number;
}

/** `--name=value`, or `--name`. */
export interface Flag {
  readonly name: string;
  /** As written, without the quotes around it; undefined for a flag without `=`. */
  readonly value: MappedText | undefined;
  readonly range: Range;
}

export interface ExecWord {
  readonly value: string;
  /** Of the text between the quotes. Verbatim (value === source text) unless it holds an escape. */
  readonly text: MappedText;
}

export interface Heredoc {
  readonly name: string;
  /** False when the word was quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped (in `content` they are already, except in `raw`). */
  readonly chomp: boolean;
  /** The body, line ends included, tabs chomped where asked. */
  readonly content: MappedText;
  /** The body as it stands in the file. */
  readonly raw: MappedText;
  /** From the first line of the body to the end of the terminator line. */
  readonly range: Range;
}

/** A word of FROM, COPY and the like as written, quotes and escapes still in it. */
export type RawWord = MappedText;

/** `KEY=value` of ENV, ARG and LABEL; ENV and LABEL also in the old form `KEY value`, which `legacy` tells. */
export interface KeyValue {
  readonly key: MappedText;
  /** As written, quotes in it; undefined for `ARG NAME`. */
  readonly value: MappedText | undefined;
  readonly legacy: boolean;
}
