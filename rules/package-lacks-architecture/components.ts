import { effectsOf, formatPlatform, handledElsewhere, knownText, textOf, type Build, type EffectOf, type Problem, type Value } from "../../src/rulekit/index.ts";
import { isShadowed, type Absent } from "./absent.ts";

/** A command that installs parts of a product by name, and the parts that exist for amd64 alone. */
interface Installer {
  /** Where the list of parts begins in the words of a command; undefined for other commands. */
  readonly listAt: (words: readonly string[]) => number | undefined;
  readonly lacking: ReadonlySet<string>;
  readonly source: string;
  readonly asOf: string;
}

const INSTALLERS: readonly Installer[] = [
  {
    listAt: (words) => {
      if (base(words[0]) === "gcloud" && words.includes("components")) return behind(words, "install");
      return words.some((word) => /(?:^|\/)google-cloud-sdk\/install\.sh$/.test(word)) ? behind(words, "--additional-components") : undefined;
    },
    lacking: new Set(["cloud-spanner-emulator", "spanner-migration-tool", "appctl", "nomos", "anthos-auth"]),
    source: "GoogleCloudPlatform/cloud-sdk-docker pull request 562, @694badbb and @e1c1dcf9 (x86_64 only)",
    asOf: "2025-05-24",
  },
  {
    listAt: (words) => (words.slice(0, 4).some((word) => /(?:^|\/)playwright(?:-core)?(?:@[\w.-]+)?(?:$|\/)/.test(word)) ? behind(words, "install") : undefined),
    lacking: new Set(["msedge", "msedge-beta", "msedge-dev"]),
    source: "browserless/browserless@c7dd7114:docker/multi/Dockerfile",
    asOf: "2025-02-19",
  },
];

/** The parts of all of them: a command that names none is not looked at any closer. */
const PARTS: ReadonlySet<string> = new Set(INSTALLERS.flatMap(({ lacking }) => [...lacking]));

/** Parts of a product that its own installer is told to install and that don't exist for the CPU. */
export function* componentsIn(build: Build): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "run")) {
    if (!effect.argv.some((value) => PARTS.has(textOf(value)))) continue;
    if (formatPlatform(stage.platform) !== "linux/arm64" || handledElsewhere(effect, stage)) continue;
    const words = effect.argv.map((value) => knownText(value) ?? "");
    for (const installer of INSTALLERS) {
      const from = installer.listAt(words);
      if (from === undefined) continue;
      const list = words.slice(from).filter((word) => /^[a-z]/.test(word));
      // An installer that is given no part at all asks for one.
      const spares = list.some((word) => !installer.lacking.has(word));
      for (const [i, value] of effect.argv.entries()) {
        if (i < from || !installer.lacking.has(words[i] ?? "") || isShadowed(value, stage)) continue;
        const data: Absent = { value, stage: stage.index, spares, name: words[i] ?? "" };
        yield { ...problemOf(effect, { value, i }, installer), data };
      }
    }
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

function behind(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at < 0 ? undefined : at + 1;
}

function base(path: string | undefined): string {
  return path === undefined ? "" : path.slice(path.lastIndexOf("/") + 1);
}
