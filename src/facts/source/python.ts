import { isRecord, parseRecord, stringIn } from "../oci/manifest.ts";
import type { PythonFile, PythonProject } from "../question.ts";
import { packageIndex, type PackageIndex } from "./package-indexes.ts";
import type { Source, SourceAnswer, SourceResult, Surroundings } from "./sources.ts";

/** The largest lists of PyPI have some megabytes. */
const MAX_BYTES = 33_554_432;
const MAX_FILES = 100_000;
const ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/** The files of a project: of the index that its files name, else of all that the user has set. The simple API, PEP 503 and 691. */
export const pythonSource: Source = async ({ subject, detail }, surroundings, validator) => {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(subject)) return { failure: "unsupported" };
  const indexes = detail === undefined ? surroundings.indexes.python : namedIndexes(detail, surroundings);
  const results: (SourceAnswer | { readonly unchanged: true })[] = [];
  for (const index of indexes) {
    const result = await ask(index, { name: subject, surroundings, validator: indexes.length === 1 ? validator : undefined });
    // With one list missing nobody can say what there is not.
    if ("failure" in result) return result;
    results.push(result);
  }
  const [first, ...others] = results;
  if (first === undefined) return { failure: "unsupported" };
  return others.length === 0 ? first : merge(results.filter((result) => "fact" in result));
};

/** Credentials in a file of the repository are nobody's business; those that the user has for the address are used. */
function namedIndexes(detail: string, { indexes }: Surroundings): readonly PackageIndex[] {
  return detail.split(/\s+/).flatMap((text) => {
    const index = packageIndex(text);
    if (index === undefined) return [];
    const authorization = indexes.authorizationFor(index.url);
    return [{ url: index.url, ...(authorization === undefined ? {} : { authorization }) }];
  });
}

interface Asked {
  readonly name: string;
  readonly surroundings: Surroundings;
  readonly validator: string | undefined;
}

async function ask({ url, authorization }: PackageIndex, { name, surroundings, validator }: Asked): Promise<SourceResult> {
  const { client, today } = surroundings;
  const headers = { "accept": ACCEPT, "accept-encoding": "gzip", ...(validator === undefined ? {} : { "if-none-match": validator }) };
  const answer = await client.request({ url: `${url}${name}/`, headers, authorization, maxBytes: MAX_BYTES });
  if ("failure" in answer) return answer;
  const place = { source: new URL(url).host, observedAt: today };
  if (answer.status === 304) return { unchanged: true };
  if (answer.status === 404) return { fact: { state: "absent", ...place }, holds: "minutes" };
  if (answer.status === 401 || answer.status === 403) return { failure: "denied" };
  const files = answer.status === 200 ? filesIn(answer.body.toString("utf8"), answer.headers["content-type"] ?? "") : undefined;
  if (files === undefined) return { failure: "broken-answer" };
  const value: PythonProject = { files };
  return { fact: { state: "known", value, ...place }, holds: "hour", ...(answer.headers.etag === undefined ? {} : { validator: answer.headers.etag }) };
}

/** The type says how to read it; undefined for what is neither of the two. */
function filesIn(text: string, contentType: string): readonly PythonFile[] | undefined {
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type === "application/vnd.pypi.simple.v1+json") return filesInJson(text);
  return type === "text/html" || type === "application/vnd.pypi.simple.v1+html" ? filesInHtml(text) : undefined;
}

function filesInJson(text: string): readonly PythonFile[] | undefined {
  const files = parseRecord(text)?.["files"];
  if (!Array.isArray(files)) return undefined;
  return files.slice(0, MAX_FILES).flatMap((file: unknown) => {
    const name = isRecord(file) ? stringIn(file, "filename") : undefined;
    if (name === undefined || !isRecord(file)) return [];
    const { yanked } = file;
    return [fileOf(name, stringIn(file, "requires-python"), yanked === true || (typeof yanked === "string" && yanked !== ""))];
  });
}

/** Links of PEP 503: the text is the file's name. */
function filesInHtml(text: string): readonly PythonFile[] {
  const files: PythonFile[] = [];
  for (const [, attributes = "", name = ""] of text.matchAll(/<a\s([^>]*)>([^<]*)<\/a\s*>/gi)) {
    if (files.length >= MAX_FILES) break;
    const requires = /\bdata-requires-python\s*=\s*"([^"]*)"/i.exec(attributes)?.[1];
    files.push(fileOf(decoded(name.trim()), requires === undefined ? undefined : decoded(requires), /\bdata-yanked\b/i.test(attributes)));
  }
  return files;
}

function fileOf(name: string, requiresPython: string | undefined, yanked: boolean): PythonFile {
  return { name, ...(requiresPython === undefined || requiresPython === "" ? {} : { requiresPython }), ...(yanked ? { yanked: true as const } : {}) };
}

const ENTITIES: ReadonlyMap<string, string> = new Map([["lt", "<"], ["gt", ">"], ["amp", "&"], ["quot", '"'], ["#39", "'"], ["#60", "<"], ["#62", ">"]]);

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES.get(name) ?? whole);
}

/** Several indexes: pip takes what any of them has. */
function merge(answers: readonly SourceAnswer[]): SourceAnswer {
  const known = answers.map(({ fact }) => fact).filter((fact) => fact.state === "known");
  const [first] = known;
  if (first === undefined) return answers[0] as SourceAnswer;
  const value: PythonProject = { files: known.flatMap((fact) => (fact.value as PythonProject).files) };
  return { fact: { ...first, value, source: known.map(({ source }) => source).join(", ") }, holds: "hour" };
}
