import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep, type DirectiveType, type SourceLocation, type SourceRange, type TraversalStep } from "@eslint/plugin-kit";
import type { Dockerfile } from "../syntax/dockerfile/types.ts";
import type { Range } from "../text/index.ts";

interface Placed {
  readonly loc: SourceLocation;
  readonly range: SourceRange;
}

/** One instruction; its keyword is upper case. */
export interface InstructionNode extends Placed {
  readonly type: "Instruction";
  readonly keyword: string;
}

export interface CommentNode extends Placed {
  readonly type: "Comment";
  readonly value: string;
}

/** The whole file: what ESLint walks and its selectors match. */
export interface DockerfileNode extends Placed {
  readonly type: "Dockerfile";
  readonly instructions: readonly InstructionNode[];
  readonly comments: readonly CommentNode[];
}

type Node = DockerfileNode | InstructionNode | CommentNode;

/** The tree of a parsed Dockerfile in ESLint's terms. */
export function treeOf({ source, instructions, comments }: Dockerfile): DockerfileNode {
  const placed = ({ start, end }: Pick<Range, "start" | "end">): Placed => ({ loc: { start: source.positionAt(start), end: source.positionAt(end) }, range: [start, end] });
  return {
    type: "Dockerfile",
    instructions: instructions.map(({ keyword, range }) => ({ type: "Instruction", keyword, ...placed(range) })),
    comments: comments.map(({ text, range }) => ({ type: "Comment", value: text.replace(/^\s*#/, ""), ...placed(range) })),
    ...placed({ start: 0, end: source.text.length }),
  };
}

const DIRECTIVES: Readonly<Record<string, DirectiveType>> = {
  "eslint-disable": "disable",
  "eslint-enable": "enable",
  "eslint-disable-next-line": "disable-next-line",
  "eslint-disable-line": "disable-line",
};

/** What ESLint asks of a text: its tree, its places and the comments that switch rules off. */
export class DockerfileSourceCode extends TextSourceCodeBase<{ LangOptions: Record<string, unknown>; RootNode: DockerfileNode; SyntaxElementWithLoc: Node; ConfigNode: CommentNode }> {
  readonly #parents = new Map<Node, Node>();

  constructor(text: string, ast: DockerfileNode) {
    // A CR alone ends no line, as in BuildKit.
    super({ text, ast, lineEndingPattern: /\r?\n/ });
    for (const child of [...ast.instructions, ...ast.comments]) this.#parents.set(child, ast);
  }

  override getParent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  override *traverse(): Iterable<TraversalStep> {
    yield new VisitNodeStep({ target: this.ast, phase: 1, args: [this.ast] });
    for (const node of this.ast.instructions) {
      yield new VisitNodeStep({ target: node, phase: 1, args: [node, this.ast] });
      yield new VisitNodeStep({ target: node, phase: 2, args: [node, this.ast] });
    }
    yield new VisitNodeStep({ target: this.ast, phase: 2, args: [this.ast] });
  }

  /** Called by ESLint. */
  getInlineConfigNodes(): readonly CommentNode[] {
    return this.ast.comments.filter(({ value }) => /^\s*eslint/.test(value));
  }

  /** Called by ESLint: `# eslint-disable-next-line anyarch/no-constant-platform -- why`. */
  getDisableDirectives(): { readonly problems: readonly { readonly ruleId: null; readonly message: string; readonly loc: SourceLocation }[]; readonly directives: readonly Directive[] } {
    const parser = new ConfigCommentParser();
    const directives: Directive[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const { label = "", value = "", justification = "" } = parser.parseDirective(node.value.trim()) ?? {};
      const type = Object.hasOwn(DIRECTIVES, label) ? DIRECTIVES[label] : undefined;
      if (type !== undefined) directives.push(new Directive({ type, node, value, justification }));
    }
    return { problems: [], directives };
  }
}
