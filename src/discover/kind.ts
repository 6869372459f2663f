/** What a file is, as the `kind` of a report: `dockerfile`, or what `OtherKind` says. */
export type FileKind = string;

/** The kind of files that are told by their names. */
export const DOCKERFILE = "dockerfile";

/** The kind of a file that is no Dockerfile, by its path below the root of the walk, with `/`; undefined for a file that nobody wants. */
export type OtherKind = (path: string) => FileKind | undefined;

/** How sure a name alone makes it. */
export type NameVerdict = "certain" | "likely" | "no";

const NAME = /(?:^|[._-])(?:dockerfile|containerfile)(?:[._-].*)?$/i;
const CERTAIN = /^(?:dockerfile|containerfile)(?:[._-].*)?$|\.(?:dockerfile|containerfile)$/i;

/** Beside a Dockerfile and never one: its ignore file, leftovers of editors and of merges, archives, signatures. */
const NEVER = /(?:\.(?:dockerignore|bak|old|orig|rej|save|swp|swo|tmp|log|snap|gz|zip|tar|tgz|bz2|xz|sig|asc|sha256|md5|png|svg)|~)$/i;

/** Mostly files about Dockerfiles, such as dockerfile.go; yet Dockerfile.go may be the one for the Go service. */
const OTHER_LANGUAGE =
  /\.(?:txt|diff|patch|md|mdx|rst|adoc|html?|jsonc?|json5|ya?ml|toml|xml|ini|csv|go|pyi?|rb|rs|java|kt|scala|cs|c|cc|cpp|h|hpp|[cm]?jsx?|[cm]?tsx?|map|php|p[lm]|lua|exs?|swift|(?:ba|z|fi)?sh|ps1|bat|cmd|vim|el)$/i;
const TEMPLATE = /\.(?:template|tmpl|tpl|j2|jinja2?|erb|mustache|hbs|ejs|in|gotmpl|epp|liquid|m4|ncl|jsonnet|dhall)$|[-_.]template$/i;

/** What a file name says. `likely` names, such as build_Dockerfile-arm, want a look at the text (`looksLikeDockerfile`). */
export function judgeName(name: string): NameVerdict {
  if (!NAME.test(name) || NEVER.test(name)) return "no";
  return CERTAIN.test(name) && !OTHER_LANGUAGE.test(name) ? "certain" : "likely";
}

/** Whether the name is that of a template, which may well be no valid Dockerfile before it is filled in. */
export function namesTemplate(name: string): boolean {
  return TEMPLATE.test(name);
}

/**
 * Whether the text of a file with a `likely` name is a Dockerfile: it has a line with FROM, and where the name says another
 * language, FROM or ARG is what it starts with behind comments and template tags.
 */
export function looksLikeDockerfile(name: string, text: string): boolean {
  if (!/^[ \t]*FROM[ \t]+\S/im.test(text)) return false;
  return !OTHER_LANGUAGE.test(name) || startsAsDockerfile(text);
}

function startsAsDockerfile(text: string): boolean {
  for (const line of text.split("\n", 1000)) {
    if (/^[\s\uFEFF]*(?:#|\{[{%#]|<%|$)/.test(line)) continue;
    return /^\s*(?:FROM\s+\S|ARG\s+[A-Za-z_])/i.test(line);
  }
  return false;
}
