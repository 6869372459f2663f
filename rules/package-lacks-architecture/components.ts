import { effectsOf, formatPlatform, handledElsewhere, knownText, type Build, type EffectOf, type Problem, type Value } from "../../src/rulekit/index.ts";

/** A command that installs parts of a product by name, and the parts that exist for amd64 alone. */
interface Installer {
  readonly takes: (words: readonly string[]) => boolean;
  readonly lacking: ReadonlySet<string>;
  readonly source: string;
  readonly asOf: string;
}

const INSTALLERS: readonly Installer[] = [
  {
    takes: (words) => base(words[0]) === "gcloud" && words.includes("components") && words.includes("install"),
    lacking: new Set(["cloud-spanner-emulator", "appctl", "nomos", "anthos-auth"]),
    source: "GoogleCloudPlatform/cloud-sdk-docker@694badbb and @e1c1dcf9 (x86_64 only)",
    asOf: "2022-03-26",
  },
  {
    takes: (words) => words.slice(0, 4).some((word) => /(?:^|\/)playwright(?:-core)?(?:@[\w.-]+)?(?:$|\/)/.test(word)) && words.includes("install"),
    lacking: new Set(["msedge", "msedge-beta", "msedge-dev"]),
    source: "browserless/browserless@c7dd7114:docker/multi/Dockerfile",
    asOf: "2025-02-19",
  },
];

/** Parts of a product that its own installer is told to install and that don't exist for the CPU. */
export function* componentsIn(build: Build): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "run")) {
    if (formatPlatform(stage.platform) !== "linux/arm64" || handledElsewhere(effect, stage)) continue;
    const words = effect.argv.map((value) => knownText(value) ?? "");
    const installer = INSTALLERS.find(({ takes }) => takes(words));
    if (installer === undefined) continue;
    for (const [i, value] of effect.argv.entries()) if (installer.lacking.has(words[i] ?? "")) yield problemOf(effect, { value, i }, installer);
  }
}

function problemOf(effect: EffectOf<"run">, { value, i }: { value: Value; i: number }, { source, asOf }: Installer): Problem {
  const name = knownText(value) ?? "";
  return {
    at: effect.words[i] ?? effect.at,
    message: `\`${name}\` does not exist for this CPU`,
    level: "warning",
    confidence: "likely",
    evidence: [{ statement: `${name} is published for amd64 alone`, source, asOf }],
  };
}

function base(path: string | undefined): string {
  return path === undefined ? "" : path.slice(path.lastIndexOf("/") + 1);
}
