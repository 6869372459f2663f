import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode, sharedFolder } from "./shared.ts";

/** The figures that a change may not lose, as `part.figure`. Times are never among them. */
interface Floor {
  readonly atLeast: Readonly<Record<string, number>>;
  readonly atMost: Readonly<Record<string, number>>;
}

type Figures = ReadonlyMap<string, number>;

const FLOOR = ".ci/floor.json";

/**
 * Measures correctness on real Dockerfiles and compares it with the floor; `--raise` writes what was won into it.
 * Ends with `score: N held, N lost`. Without ../shared there is nothing to measure and nothing is lost.
 */
export function main(argv: readonly string[], root = process.cwd()): number {
  const shared = sharedFolder(root);
  if (shared === undefined) {
    console.log("../shared is not there: nothing measured\nscore: 0 held, 0 lost");
    return 0;
  }
  const figures = new Map([...vectors(root, shared), ...wheelVectors(root, shared), ...parserCases(root, shared), ...scored(root, shared)]);
  const floor = JSON.parse(readFileSync(join(root, FLOOR), "utf8")) as Floor;
  const lost = compare(figures, floor);

  if (argv.includes("--raise")) writeFileSync(join(root, FLOOR), `${JSON.stringify(raised(figures, floor), null, 2)}\n`);
  const bounds = Object.keys(floor.atLeast).length + Object.keys(floor.atMost).length;
  console.log(`score: ${bounds - lost} held, ${lost} lost`);
  return lost > 0 ? 1 : 0;
}

function compare(figures: Figures, floor: Floor): number {
  let lost = 0;
  const judge = (name: string, bound: number, sign: 1 | -1): void => {
    const value = figures.get(name);
    const difference = value === undefined ? Number.NEGATIVE_INFINITY : sign * (value - bound);
    const verdict = difference < 0 ? "LOST" : difference > 0 ? "won: raise the floor (npm run score -- --raise)" : "held";
    console.log(`${name.padEnd(34)} ${String(value === undefined ? "missing" : round(value)).padStart(8)}  ${sign > 0 ? "at least" : "at most "} ${bound}  ${verdict}`);
    if (difference < 0) lost++;
  };
  for (const [name, bound] of Object.entries(floor.atLeast)) judge(name, bound, 1);
  for (const [name, bound] of Object.entries(floor.atMost)) judge(name, bound, -1);
  return lost;
}

function raised(figures: Figures, { atLeast, atMost }: Floor): Floor {
  const move = (bounds: Readonly<Record<string, number>>, better: (a: number, b: number) => number): Record<string, number> =>
    Object.fromEntries(Object.entries(bounds).map(([name, bound]) => [name, better(bound, figures.get(name) ?? bound)]));
  const down = (value: number): number => Math.floor(value * 1000) / 1000;
  const up = (value: number): number => Math.ceil(value * 1000) / 1000;
  return { atLeast: move(atLeast, (a, b) => Math.max(a, down(b))), atMost: move(atMost, (a, b) => Math.min(a, up(b))) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function vectors(root: string, shared: string): Figures {
  const { stdout, stderr } = runNode(["src/dev/run.js", "vectors", join(shared, "reference", "vectors.json")], root);
  return passedAndFailed("vectors", stdout, stderr);
}

function wheelVectors(root: string, shared: string): Figures {
  const files = ["wheel-vectors.json", "wheel-table-vectors.json"].map((file) => join(shared, "knowledge", file));
  const { stdout, stderr } = runNode(["src/dev/run.js", "wheel-vectors", ...files], root);
  return new Map([...passedAndFailed("vectors", stdout, stderr)].map(([name, value]) => [`wheelV${name.slice(1)}`, value]));
}

function parserCases(root: string, shared: string): Figures {
  const wild = join(shared, "corpus", "wild-instructions.jsonl.gz");
  const args = [join(shared, "reference", "parser-cases.json"), ...(existsSync(wild) ? [wild] : [])];
  const { stdout, stderr } = runNode(["src/dev/run.js", "parser-cases", ...args], root);
  return passedAndFailed("parser cases", stdout, stderr);
}

/** Reads the closing line `name: N passed, N failed`; without it every bound on these figures is lost. */
function passedAndFailed(name: string, stdout: string, stderr: string): Figures {
  const [, passed, failed] = new RegExp(`^${name}: (\\d+) passed, (\\d+) failed$`, "m").exec(stdout) ?? [];
  const key = name.replace(" c", "C");
  if (passed === undefined) {
    console.log(`${name}: no result\n${stderr.slice(-2000)}`);
    return new Map();
  }
  if (failed !== "0") console.log(stdout.slice(-2000));
  return new Map([[`${key}.passed`, Number(passed)], [`${key}.failed`, Number(failed)]]);
}

function scored(root: string, shared: string): Figures {
  const { stdout, stderr } = runNode([join(shared, "bench", "score.mjs"), "ports", "portable", "wild", "--json"], root);
  const figures = new Map<string, number>();
  if (!stdout.startsWith("{")) {
    console.log(`no score\n${stderr.slice(-2000)}`);
    return figures;
  }
  for (const [part, values] of Object.entries(JSON.parse(stdout) as Record<string, Record<string, unknown>>)) {
    if (values.failed !== undefined) console.log(`${part}: ${JSON.stringify(values.failed)}`);
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "number" || typeof value === "boolean") figures.set(`${part}.${name}`, Number(value));
    }
  }
  return figures;
}
