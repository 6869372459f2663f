import {
  formatPlatform, imageLack, parseReference, platformIn, serves,
  type PipelineFile, type Platform, type Problem, type Proposal, type Repository, type RepositoryFixInput, type RepositoryInput, type Rule, type TextEdit,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "service-pinned-to-platform",
    summary: "Disallow services that are pinned to one platform",
    level: "warning",
    consequence: "emulated",
    fixable: "unsafe",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input), fixes: (input) => proposalsFor(input) },
};

export default rule;

type Service = PipelineFile["services"][number];

function* problemsIn({ repository, platform, platforms, facts }: RepositoryInput): Generator<Problem> {
  for (const service of servicesIn(repository)) {
    const pinned = service.platform === undefined ? undefined : platformIn(service.platform);
    // What is for none of the wanted platforms is meant so.
    if (service.platform === undefined || pinned === undefined || !platforms.some((wanted) => serves([pinned], wanted)) || serves([pinned], platform)) continue;
    const name = formatPlatform(pinned);
    const lack = lackOf(service, platform, { facts, wanted: platforms });
    const message = service.build === undefined ? `\`${name}\` is written out, so this service is emulated on machines with another CPU` : `\`${name}\` is written out, so this service is built for that CPU alone`;
    yield { at: service.platform.at, message, data: service, ...(lack?.evidence === undefined ? {} : { evidence: lack.evidence }) };
  }
}

function servicesIn(repository: Repository): readonly Service[] {
  return repository.files.flatMap(({ services }) => services);
}

function lackOf({ image, build }: Service, platform: Platform, inquiry: Parameters<typeof imageLack>[2]): ReturnType<typeof imageLack> {
  const reference = build !== undefined || image?.text === undefined ? undefined : parseReference(image.text);
  return reference === undefined || "error" in reference || reference.digest !== undefined ? undefined : imageLack(reference, platform, inquiry);
}

/** Without the setting each machine takes its own; where the image is known to have none for some, the setting is what makes it run. */
function* proposalsFor({ problem, repository, platforms, facts }: RepositoryFixInput): Generator<Proposal> {
  const service = problem.data as Service;
  if (platforms.some((platform) => lackOf(service, platform, { facts, wanted: platforms }) !== undefined)) return;
  const edits = removal(service, repository.textOf(service.platform?.at.file ?? ""));
  if (edits.length > 0) yield { title: "Let every machine take its own platform", safety: "unsafe", edits };
}

/** The setting with its line; a default of a variable stays, since somebody may set the variable. */
function removal({ platformEntryAt: entry, platform }: Service, text: string | undefined): readonly TextEdit[] {
  if (entry === undefined || text === undefined || platform?.literal !== true) return [];
  const start = text.lastIndexOf("\n", entry.start - 1) + 1;
  const newline = text.indexOf("\n", entry.end);
  const end = newline < 0 ? text.length : newline + 1;
  const isAlone = /^[ \t]*$/.test(text.slice(start, entry.start)) && /^[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(entry.end, end)) && !text.slice(entry.start, entry.end).includes("${");
  return isAlone ? [{ range: { file: entry.file, start, end }, newText: "" }] : [];
}
