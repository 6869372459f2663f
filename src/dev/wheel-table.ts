import { readFileSync } from "node:fs";
import { join } from "node:path";

interface CompactTable {
  readonly observed_until: string;
  readonly profiles: string[];
  readonly packages: Record<string, { l: string; v: string }>;
  readonly no_linux_wheels: unknown;
  readonly native_sdist_only: unknown;
  readonly arm64_only: unknown;
}

/** Releases whose files are known but that no lockfile lists: https://pypi.org/project/numpy/1.19.0/#files, 2020-06-20. */
const ADDED: readonly { readonly name: string; readonly version: string; readonly like: string }[] = [{ name: "numpy", version: "1.19.0", like: "1.19.1" }];

/** The table of wheels as it is shipped: what a look-up needs and no more. */
export function wheelTable(shared: string): unknown {
  const table = JSON.parse(readFileSync(join(shared, "knowledge/wheels-compact.json"), "utf8")) as CompactTable;
  for (const { name, version, like } of ADDED) {
    const row = table.packages[name];
    if (row?.v.includes(`;${like},`) !== true || row.v.includes(`;${version},`)) throw new Error(`${name} ${version} has no place in the table`);
    row.v = row.v.replace(`;${like},`, `;${version},${like},`);
  }
  const packages = Object.fromEntries(Object.entries(table.packages).map(([name, { l, v }]) => [name, { l, v }]));
  const { observed_until, profiles, no_linux_wheels, native_sdist_only, arm64_only } = table;
  return { observed_until, profiles, packages, no_linux_wheels, native_sdist_only, arm64_only };
}
