import { firstGemFor } from "../../src/knowledge/gems.ts";
import { textOf, type Dependency, type Effect, type Install, type Manifest, type ManifestInput, type Placed, type Platform, type Problem, type Proposal, type TextEdit } from "../../src/rulekit/index.ts";

/** A Gemfile.lock that is not made for a platform, for its fix. */
export interface GemLack {
  readonly wanted: string;
  readonly manifest: Manifest;
  readonly text: string;
}

/** Whether a problem's data is that of a Gemfile.lock. */
export function isGemLack(data: unknown): data is GemLack {
  return typeof data === "object" && data !== null && "wanted" in data;
}

/** `bundle install` by a Gemfile.lock that was made for other platforms. */
export function* gemsLack(install: Install): Generator<Problem> {
  if (install.ecosystem !== "ruby" || install.effect.runs === "never" || isSet(install, "BUNDLE_FORCE_RUBY_PLATFORM")) return;
  const lock = install.manifests.find(({ manifest, written }) => manifest.kind === "gemfile-lock" && !written);
  if (lock === undefined) return;
  const problem = problemOf({ manifest: lock.manifest, text: lock.text, platform: install.stage.platform, libc: install.system.libc?.kind });
  if (problem === undefined) return;
  const isSure = isFrozen(install) && install.effect.runs === "always";
  yield { ...problem, ...(isSure ? {} : { level: "warning", confidence: "likely" }), related: [{ at: install.effect.at, message: isSure ? "bundler stops here" : "bundler resolves it anew here, and stops if it may not" }] };
}

/** The same for a Gemfile.lock that no Dockerfile installs. */
export function* gemsLackAlone({ manifest, text, platform }: ManifestInput): Generator<Problem> {
  const problem = manifest.kind === "gemfile-lock" ? problemOf({ manifest, text, platform, libc: undefined }) : undefined;
  if (problem !== undefined) yield { ...problem, level: "warning", confidence: "likely" };
}

/** https://github.com/rubygems/rubygems/blob/master/lib/rubygems/platform.rb */
const CPUS: Readonly<Partial<Record<string, string>>> = { amd64: "x86_64", arm64: "aarch64", ppc64le: "powerpc64le", s390x: "s390x", riscv64: "riscv64" };

/** Gems as sources, and those of JRuby, serve every machine. */
const EVERYWHERE = /^ruby$|\bjava\b/;

interface Question {
  readonly manifest: Manifest;
  readonly text: string;
  readonly platform: Platform;
  readonly libc: "glibc" | "musl" | undefined;
}

function problemOf({ manifest, text, platform, libc }: Question): Problem | undefined {
  const { platforms = [], file } = manifest;
  const cpu = platform.os === "linux" ? CPUS[platform.arch] : undefined;
  if (cpu === undefined || platforms.length === 0 || platforms.some((one) => EVERYWHERE.test(one.text) || serves(one.text, cpu, libc))) return undefined;
  const wanted = `${cpu}-linux`;
  return {
    at: platforms[0]?.at ?? { file, start: 0, end: 0 },
    message: `Gemfile.lock is made for ${platforms.map((one) => one.text).join(", ")} and not for this machine`,
    evidence: [{ statement: `bundler refuses a frozen lockfile without the platform; \`bundle lock --add-platform ${wanted}\` adds it`, source: "bundler, Definition#validate_platforms!", asOf: "2026-11-22" }],
    data: { wanted, manifest, text } satisfies GemLack,
  };
}

/** A platform without a C library serves both. */
function serves(text: string, cpu: string, libc: Question["libc"]): boolean {
  const match = /^([\w]+)-linux(?:-(gnu|musl)\w*)?$/.exec(text);
  if (match === null || match[1] !== cpu) return false;
  return match[2] === undefined || libc === undefined || (match[2] === "gnu") === (libc === "glibc");
}

function isSet({ effect }: Install, name: string): boolean {
  const value = effect.call?.env.get(name);
  return value !== undefined && /^(?:1|true|on|yes)$/i.test(textOf(value));
}

/** Whether bundler may not change the lockfile: by variable, option, or `bundle config` before. */
function isFrozen(install: Install): boolean {
  const { effect, stage } = install;
  if (["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"].some((name) => isSet(install, name))) return true;
  if (effect.call?.options.some(({ name }) => name === "--deployment" || name === "--frozen") === true) return true;
  return stage.effects.slice(0, stage.effects.indexOf(effect)).some(freezes);
}

function freezes(effect: Effect): boolean {
  return effect.kind === "run" && effect.runs === "always" && /^bundler? config (?:set )?(?:--\w+ )?(?:deployment|frozen) (?:--\w+ )?["']?(?:true|1)\b/.test(effect.argv.map(textOf).join(" "));
}

/** The platform's line, and an entry for each gem that has a file for this machine beside that for another and no sources in the lockfile. */
export function* addGemPlatform({ wanted, manifest, text }: GemLack): Generator<Proposal> {
  const line = lineFor(wanted, manifest);
  const entries = boundGems(manifest).map((one) => entryFor(one, wanted, text));
  if (line === undefined || entries.some((entry) => entry === undefined)) return;
  const added = entries.filter((entry) => entry !== undefined);
  // Checksums of files that were not there before can't be known.
  if (added.length > 0 && /^CHECKSUMS$/m.test(text)) return;
  yield { title: `add ${wanted} to PLATFORMS`, safety: added.length === 0 ? "safe" : "unsafe", edits: [line, ...added] };
}

/** Bundler keeps the platforms in order. */
function lineFor(wanted: string, { platforms = [], platformsAt }: Manifest): TextEdit | undefined {
  const next = platforms.find((one) => one.text > wanted);
  const at = next === undefined ? platformsAt : startOfLine(next);
  return at === undefined ? undefined : { range: { file: at.file, start: at.start, end: at.start }, newText: `  ${wanted}\n` };
}

function startOfLine({ at }: Placed): Placed["at"] {
  return { ...at, start: at.start - 2, end: at.start - 2 };
}

/** Of each gem that has no entry which serves everywhere the first for linux. */
function boundGems({ dependencies }: Manifest): Dependency[] {
  const everywhere = new Set(dependencies.filter(({ platform }) => platform === undefined).map(({ name }) => name));
  const bound = new Map<string, Dependency>();
  for (const gem of dependencies) if (gem.platform?.text.includes("linux") === true && !everywhere.has(gem.name) && !bound.has(gem.name)) bound.set(gem.name, gem);
  return [...bound.values()];
}

function entryFor(gem: Dependency, wanted: string, text: string): TextEdit | undefined {
  const { platform, requirement, name, at } = gem;
  if (platform === undefined || requirement.kind !== "pin") return undefined;
  const own = firstGemFor(name, requirement.version, wanted);
  if (own === undefined) return undefined;
  const entry = text.slice(at.start, platform.at.start) + own + text.slice(platform.at.end, at.end);
  return { range: { file: at.file, start: at.start, end: at.start }, newText: entry };
}
