import { cacheOf } from "./compose.ts";
import { isOn, readCommandLine, valuesOfOption, type CommandLine } from "./command-line.ts";
import type { BuildOutput, BuildTool, ImageBuild, Setting, SettingList } from "./types.ts";

const words = (text: string): readonly string[] => text.split(" ");

// Sources: `docker buildx build --help` (0.25), podman-build(1), buildah-build(1), kaniko's README.
const VALUED = new Set(
  words(
    "--add-host --allow --annotation --arch --attest --authfile --build-arg --build-context --builder --cache-from --cache-to --cert-dir --cgroup-parent --context -c --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --creds --customPlatform --custom-platform --destination -d --dockerfile --env --file -f --format --host -H --iidfile --ignorefile --isolation --jobs --label --layer-label --log-level -l --logfile --manifest --memory -m --memory-swap --metadata-file --network --no-cache-filter --os --os-version --output -o --override-arch --override-os --override-variant --platform --progress --root --runtime --secret --security-opt --shm-size --ssh --storage-driver --tag -t --target --tls-verify --ulimit --userns --variant --volume -v --cache-repo --registry-mirror --snapshot-mode --storage-opt",
  ),
);

/** A command that builds an image; undefined for every other command, and where a needed word isn't known. */
export function buildFromCommand(argv: readonly Setting[]): ImageBuild | undefined {
  const [name, ...rest] = argv;
  const program = name?.text?.replace(/^.*\//, "");
  if (name === undefined || program === undefined) return undefined;
  const line = readCommandLine(rest, { valued: VALUED });
  const found = subcommandOf(program, line.operands);
  if (found === undefined) return undefined;
  const place = { ...name.at, end: Math.max(name.at.end, ...rest.filter(({ at }) => at.file === name.at.file).map(({ at }) => at.end)) };
  const [context] = found.operands;
  return {
    tool: found.tool,
    name: "",
    at: place,
    context: found.tool === "kaniko" ? valuesOfOption(line, "--context", "-c").at(-1) : context,
    dockerfile: valuesOfOption(line, "-f", "--file", "--dockerfile").at(-1),
    target: valuesOfOption(line, "--target").at(-1),
    args: argumentsOf(line),
    platforms: platformsOf(line),
    tags: valuesOfOption(line, "-t", "--tag", "--destination", "-d", "--manifest"),
    output: line.complete ? outputOf(found, line) : "unknown",
    outputAt: undefined,
    caches: (["from", "to"] as const).flatMap((direction) => valuesOfOption(line, `--cache-${direction}`).flatMap((value) => cacheOf(value, direction) ?? [])),
  };
}

interface Subcommand {
  readonly tool: BuildTool;
  readonly operands: readonly Setting[];
}

/** The words that begin a build; of a program's own the longer first. */
const BUILDS: readonly (readonly [BuildTool, ...readonly string[]])[] = [
  ...["docker buildx", "docker-buildx", "buildx"].flatMap((program) => ["build", "b"].map((word) => ["buildx", ...words(`${program} ${word}`)] as const)),
  ...(["docker", "podman", "nerdctl"] as const).flatMap((program) => ["build", "image build", "builder build", "buildx build"].map((rest) => [program, program, ...words(rest)] as const)),
  ...["bud", "build", "build-using-dockerfile"].map((word) => ["buildah", "buildah", word] as const),
  ["kaniko", "executor"],
];

function subcommandOf(program: string, operands: readonly Setting[]): Subcommand | undefined {
  const given = [program, ...operands.map(({ text }) => text)];
  const found = BUILDS.find(([, ...start]) => start.every((word, i) => given[i] === word));
  return found === undefined ? undefined : { tool: found[0], operands: operands.slice(found.length - 2) };
}

function argumentsOf(line: CommandLine): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const { text, at, literal } of valuesOfOption(line, "--build-arg")) {
    const equals = text?.indexOf("=") ?? -1;
    if (text === undefined || equals < 0) continue;
    found.set(text.slice(0, equals), { text: text.slice(equals + 1), literal, at: literal ? { ...at, start: at.start + equals + 1 } : at });
  }
  return found;
}

/** `--platform a,b`, and podman's and buildah's `--arch`, which leaves the rest to the machine. */
function platformsOf(line: CommandLine): SettingList | undefined {
  const given = valuesOfOption(line, "--platform", "--customPlatform", "--custom-platform");
  const [last] = given;
  if (last !== undefined) return { items: given.flatMap(splitAtCommas), at: (given.at(-1) ?? last).at, form: given.length === 1 && last.literal ? "commas" : "fixed" };
  const [arch] = valuesOfOption(line, "--arch", "--override-arch");
  const [os] = valuesOfOption(line, "--os", "--override-os");
  if (arch === undefined) return undefined;
  const [system, cpu] = [os === undefined ? "linux" : os.text, arch.text];
  return { items: [{ text: system === undefined || cpu === undefined ? undefined : `${system}/${cpu}`, at: arch.at, literal: false }], at: arch.at, form: "fixed" };
}

/** The items of a list in one text, each at its place. */
export function splitAtCommas({ text, at, literal }: Setting): readonly Setting[] {
  if (text === undefined) return [{ text, at, literal }];
  const items: Setting[] = [];
  for (const match of text.matchAll(/[^,\s]+/g)) {
    const start = at.start + match.index;
    items.push({ text: match[0], literal, at: literal ? { ...at, start, end: start + match[0].length } : at });
  }
  return items;
}

/** `docker build` and the others load what they build; buildx keeps it in its cache unless it is told. */
function outputOf({ tool }: Subcommand, line: CommandLine): BuildOutput {
  const outputs = valuesOfOption(line, "-o", "--output");
  if (outputs.some(({ text }) => text === undefined)) return "unknown";
  const all = outputs.map(({ text }) => text).join("\n");
  if (isOn(line, "--push") || /\btype=registry\b|\bpush=true\b/.test(all)) return "push";
  if (isOn(line, "--load") || /\btype=docker\b/.test(all)) return "load";
  if (outputs.length > 0) return /\btype=(?:image|cacheonly)\b/.test(all) ? "none" : "file";
  if (tool === "kaniko") return "push";
  return tool === "buildx" ? "none" : "load";
}
