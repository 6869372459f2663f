/** What kind of file says how images are built, shipped and run, as the `kind` of a report. */
export type PipelineKind = (typeof KINDS)[number];

const KINDS = ["compose", "bake", "workflow"] as const;

const COMPOSE = /(?:^|[._-])(?:docker-)?compose(?:[._-][\w.-]*)?\.ya?ml$/i;
const BAKE = /^docker-bake(?:\.[\w.-]+)?\.(?:hcl|json)$/i;
const WORKFLOW = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;

/** The kind of a file by its path, with `/`; undefined for all others. */
export function pipelineKindOf(path: string): PipelineKind | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (COMPOSE.test(name)) return "compose";
  if (BAKE.test(name)) return "bake";
  return WORKFLOW.test(path) ? "workflow" : undefined;
}

/** Whether a kind of file is one of these. */
export function isPipelineKind(kind: string): kind is PipelineKind {
  return KINDS.some((own) => own === kind);
}
