import { nodeCpu, type Install, type Manifest, type ManifestInput, type Placed, type Platform, type Problem, type Proposal } from "../../src/rulekit/index.ts";

/** `supportedArchitectures` of pnpm or yarn that names CPUs and not the one that installs. */
export function* setting(install: Install): Generator<Problem> {
  const { manager } = install.effect;
  const json = manager === "pnpm" || manager === "yarn" ? install.manifests.find(({ manifest, written }) => manifest.kind === "package-json" && !written) : undefined;
  const problem = json === undefined ? undefined : problemOf(json.manifest, install.stage.platform);
  if (problem !== undefined) yield { ...problem, related: [{ at: install.effect.at, message: "it is installed here" }] };
}

/** The same for a package.json that no Dockerfile installs. */
export function* settingAlone({ manifest, platform }: ManifestInput): Generator<Problem> {
  const problem = manifest.kind === "package-json" ? problemOf(manifest, platform) : undefined;
  if (problem !== undefined) yield { ...problem, level: "warning" };
}

function problemOf({ platforms = [] }: Manifest, platform: Platform): Problem | undefined {
  const cpu = nodeCpu(platform);
  const [first] = platforms;
  if (first === undefined || cpu === undefined || platforms.some(({ text }) => text === cpu)) return undefined;
  return {
    at: first.at,
    message: `supportedArchitectures names ${platforms.map(({ text }) => text).join(", ")} and not the CPU that installs, so optional packages for it are left out`,
    consequence: "build-fails",
    data: { platforms },
  };
}

/** With `current` in place of its one word the setting means the machine that installs: where that was named before, nothing changes. */
export function* followMachine({ data }: Problem): Generator<Proposal> {
  const [only, ...others] = (data as { readonly platforms?: readonly Placed[] } | undefined)?.platforms ?? [];
  if (only === undefined || others.length > 0) return;
  yield { title: 'install for the "current" CPU', safety: "safe", edits: [{ range: only.at, newText: "current" }] };
}
