/** A path made absolute and free of `.` and `..`; relative ones stand in `cwd`. */
export function absolute(path: string, cwd: string): string {
  const segments: string[] = [];
  for (const segment of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}`;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path, cut into its names. */
export type Segments = readonly string[];

/** How a copied path lies to a known one: `over` it (the same or a folder above), `inside` it, or neither. */
export function relation(one: Segments, other: Segments): "over" | "inside" | undefined {
  const shared = Math.min(one.length, other.length);
  for (let i = 0; i < shared; i++) if (!sameSegment(one[i] ?? "", other[i] ?? "")) return undefined;
  return one.length <= other.length ? "over" : "inside";
}

/** What of `path` lies below `folder`, with a slash before it; empty for the folder itself. */
export function below(path: string, folder: string): string {
  const rest = segmentsOf(path).slice(segmentsOf(folder).length);
  return rest.map((segment) => `/${segment}`).join("");
}

/** The names that a path is made of. */
export function segmentsOf(path: string): Segments {
  return path.split("/").filter((segment) => segment !== "");
}

// What is not known, and what a pattern leaves open, may be anything.
const OPEN = /[*?[\uFFFC]/;

function sameSegment(a: string, b: string): boolean {
  if (a === b) return true;
  return OPEN.test(a) ? fits(a, b) : OPEN.test(b) && fits(b, a);
}

/** Whether a name begins and ends as a pattern does; what stands between its first and last open place is not looked at. */
function fits(pattern: string, name: string): boolean {
  const start = pattern.slice(0, pattern.search(OPEN));
  const end = pattern.slice(Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"), pattern.lastIndexOf("]"), pattern.lastIndexOf("\uFFFC")) + 1);
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/** Files that no CPU runs by itself: what browsers and virtual machines read, documents, settings. */
export function isIndependent(path: string): boolean {
  return INDEPENDENT_NAME.test(path) || INDEPENDENT_FOLDER.test(path);
}

const INDEPENDENT_NAME = /\.(?:jar|war|ear|dll|wasm|html?|css|[mc]?[jt]sx?|map|json|ya?ml|toml|xml|md|txt|pem|crt|conf|cfg|ini|env|sh|bash|py|rb|php|lock|proto|sql|tmpl|tpl|svg|png|ico|zip|csv|mod|sum)$/i;
const INDEPENDENT_FOLDER = /(?:^|\/)(?:dist|public|static|assets|www|wwwroot|html|htdocs|docs?|site|_site|man|locale|zoneinfo|ssl|certs|migrations|templates|config|configs)(?:\/|$)/i;
