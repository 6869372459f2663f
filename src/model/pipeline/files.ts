import { parseHcl } from "../../syntax/hcl/index.ts";
import type { YamlFile, YamlReader } from "../../syntax/yaml/index.ts";
import type { Range } from "../../text/index.ts";
import { bakeFromJson } from "./bake/json.ts";
import { readBake } from "./bake/read.ts";
import { readCompose, type ComposeService } from "./compose.ts";
import { buildOfAction } from "./github/builds.ts";
import { runnerOf } from "./github/runner.ts";
import { readWorkflow, type WorkflowJob } from "./github/workflow.ts";
import { readDotenv } from "./interpolate.ts";
import type { PipelineKind } from "./kinds.ts";
import { joined } from "./path.ts";
import type { ImageUse, PlacedBuild } from "./types.ts";

/** One such file, read. */
export interface PipelineFile {
  readonly file: string;
  readonly kind: PipelineKind;
  readonly builds: readonly PlacedBuild[];
  readonly uses: readonly ImageUse[];
  /** Of a compose file. */
  readonly services: readonly ComposeService[];
  /** What stopped the reading; the rest is then empty. */
  readonly problem?: { readonly message: string; readonly at: Range };
}

/** What a file is read with. */
export interface PipelineSources {
  readonly yaml: YamlReader;
  /** The text of a file by its name as reports have it; undefined when it can't be read or lies outside. */
  readonly textOf: (file: string) => string | undefined;
}

/** Whether reading a file of this name takes the YAML parser. */
export function isYaml(file: string): boolean {
  return !file.endsWith(".hcl");
}

/** Reads a file of a kind. Total: a broken file has a problem and nothing else. */
export function readPipelineFile(kind: PipelineKind, file: string, sources: PipelineSources): PipelineFile {
  const text = sources.textOf(file) ?? "";
  const empty = { file, kind, builds: [], uses: [], services: [] };
  if (kind === "bake" && !isYaml(file)) {
    const parsed = parseHcl(file, text);
    return { ...empty, builds: readBake(parsed).builds.map(unplaced), ...(parsed.problem === undefined ? {} : { problem: parsed.problem }) };
  }
  const yaml = sources.yaml(file, text);
  if (yaml.problem !== undefined) return { ...empty, problem: yaml.problem };
  switch (kind) {
    case "bake":
      return { ...empty, builds: readBake(bakeFromJson(yaml)).builds.map(unplaced) };
    case "compose":
      return { ...empty, ...composeParts(yaml, text, sources) };
    case "workflow":
      return { ...empty, ...workflowParts(yaml) };
  }
}

function unplaced(build: Omit<PlacedBuild, "runner" | "emulates">): PlacedBuild {
  return { ...build, runner: undefined, emulates: false };
}

function composeParts(yaml: YamlFile, source: string, { yaml: read, textOf }: PipelineSources): Pick<PipelineFile, "builds" | "uses" | "services"> {
  const folder = yaml.file.slice(0, yaml.file.lastIndexOf("/") + 1);
  const other = (path: string): { yaml: YamlFile; source: string } | undefined => {
    const file = joined(folder, path);
    const text = file === undefined ? undefined : textOf(file);
    return file === undefined || text === undefined ? undefined : { yaml: read(file, text), source: text };
  };
  const { services } = readCompose({ yaml, source, variables: readDotenv(textOf(`${folder}.env`) ?? ""), other });
  const uses = services.flatMap(({ name, nameAt, image, platform, build }): ImageUse[] => (image === undefined || build !== undefined ? [] : [{ by: "service", name, at: nameAt, image, platform, runner: undefined }]));
  return { services, uses, builds: services.flatMap(({ build }) => (build === undefined ? [] : [unplaced(build)])) };
}

function workflowParts(yaml: YamlFile): Pick<PipelineFile, "builds" | "uses"> {
  const { jobs } = readWorkflow(yaml);
  return { builds: jobs.flatMap(jobBuilds), uses: jobs.flatMap(({ images }) => images) };
}

function jobBuilds(job: WorkflowJob): readonly PlacedBuild[] {
  const emulates = job.steps.some(({ uses }) => uses === "docker/setup-qemu-action");
  return job.steps.flatMap((step) => {
    const build = buildOfAction(step);
    return build === undefined ? [] : [{ ...build, name: build.name === "" ? job.name : build.name, runner: runnerOf(job.runsOn), emulates }];
  });
}
