import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { markerHolds } from "../model/ecosystem/python/marker.ts";
import { parseRequirement } from "../syntax/manifest/pep508.ts";
import { requirementLines } from "../syntax/manifest/requirement-lines.ts";

/** What pip's own reader says of each line of its input, as JSON. */
const ORACLE = `
import json, sys
from pip._vendor.packaging.requirements import Requirement, InvalidRequirement
env = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64", "platform_python_implementation": "CPython", "implementation_name": "cpython", "python_version": "3.9", "extra": ""}
out = []
for text in json.load(sys.stdin):
    try:
        r = Requirement(text)
        # The full version and the kernel are not known to us, so conditions on them are left out.
        known = r.marker is None or not any(w in str(r.marker) for w in ("full_version", "implementation_version", "platform_release", "platform_version"))
        out.append([r.name, sorted(e.lower() for e in r.extras), sorted(str(s) for s in r.specifier), r.url or "", (r.marker.evaluate(env) if r.marker else True) if known else None])
    except InvalidRequirement:
        out.append(None)
print(json.dumps(out))
`;

/**
 * Compares the requirements in these files, and broken forms of them, with what pip's vendored \`packaging\` reads.
 * Ends with \`requirements: N agree, N differ\`; needs a python3 (PYTHON names another) with pip 24.1 or newer, which refuses what older ones let pass.
 */
export function main(files: readonly string[]): number {
  const texts = [...new Set(files.flatMap((file) => requirementLines(readFileSync(file, "utf8")).map(({ text }) => text)))].filter((text) => text !== "" && !/^[.\/]|:\/\/.*#egg|\.(?:whl|zip|gz)$/.test(text));
  const inputs = [...new Set([...SAMPLES, ...texts, ...texts.flatMap(spoiled)])];
  const { stdout, status, stderr } = spawnSync(process.env["PYTHON"] ?? "python3", ["-c", ORACLE], { input: JSON.stringify(inputs), encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) {
    console.error(`pep508-oracle: ${stderr.slice(-1000)}`);
    return 2;
  }
  const answers = JSON.parse(stdout) as readonly unknown[];
  let differ = 0;
  for (const [i, text] of inputs.entries()) {
    const [own, theirs] = [JSON.stringify(answerTo(text)), JSON.stringify(answers[i])];
    if (own === theirs) continue;
    differ++;
    console.log(`${JSON.stringify(text)}: pip ${theirs}, we ${own}`);
  }
  console.log(`requirements: ${String(inputs.length - differ)} agree, ${String(differ)} differ`);
  return differ === 0 ? 0 : 1;
}

const SAMPLES = [
  "a", "A.b_c-d", "a[b]", "a[b,c] ", "a [b , c] >= 1 , < 2", "a(>=1,<2)", "a>=1,<2;python_version<'3.8'", "a==1.*", "a~=1.4.2", "a===foobar", "a!=1.0+local", "a @ https://x.example/y.zip", "a@https://x.example/y.zip ; os_name=='posix'",
  "a; python_version in '2.7 3.9'", "a; 'linux' in sys_platform", "a; platform_machine == 'aarch64' or platform_machine == 'arm64'", "a; (os_name == 'nt' or os_name == 'posix') and python_version >= \"3.6\"", "a; sys.platform == 'linux'", "a; extra == 'x'",
  "a; python_version not in '3.9, 3.10'", "a; platform_python_implementation != 'PyPy'", "a ;", "a;", "a==", "a>1,", "-a", "a-", "a b", "a[", "a[b", "a]", "a@", "a; foo == 'x'", "a; os_name", "a; os_name == posix", "a>=1.0<2.0", "a>1 b", "a=1", "a<>1", "a;python_version<'3' and", "a[]", "a>=", "a ; python_version < '3.10' or",
];

/** Forms that people type by mistake. */
function spoiled(text: string): string[] {
  return [text.replace("==", "="), `${text},`, text.replace(/[<>=!~]=?/, "$& $&"), `${text} ;`, `${text}; python_version <= '3.9'`, text.slice(0, -1)];
}

function answerTo(text: string): unknown {
  const read = parseRequirement(text);
  if ("error" in read) return null;
  const marker = read.markerAt === undefined ? undefined : text.slice(read.markerAt.start, read.markerAt.end);
  const isKnown = marker === undefined || !/full_version|implementation_version|platform_release|platform_version/.test(marker);
  const holds = marker === undefined ? true : (markerHolds(marker, { platform: { os: "linux", arch: "arm64" }, python: "3.9" }) ?? null);
  const clauses = [...new Set(read.clauses.map(({ operator, version }) => operator + version))].sort();
  return [read.name, [...new Set(read.extras.map((extra) => extra.toLowerCase()))].sort(), clauses, read.url ?? "", isKnown ? holds : null];
}
