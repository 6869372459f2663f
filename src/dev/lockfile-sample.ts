/** A uv.lock of so many packages, every fourth of them with wheels per platform, and the Dockerfile that installs it. */
export function uvLockSample(packages: number): Readonly<Record<string, string>> {
  const entries = Array.from({ length: packages }, (_, i) => uvPackage(i, packages));
  return { Dockerfile: "FROM python:3.11-slim\nWORKDIR /app\nCOPY uv.lock ./\nRUN uv sync --frozen\n", "uv.lock": `version = 1\nrequires-python = ">=3.9"\n\n${entries.join("\n")}` };
}

/** A package-lock.json (version 3) of so many packages, every tenth of them for one platform, and the Dockerfile that installs it. */
export function packageLockSample(packages: number): Readonly<Record<string, string>> {
  const entries = Array.from({ length: packages }, (_, i) => [`node_modules/package-${i}`, { version: `1.${i}.0`, resolved: `https://registry.npmjs.org/package-${i}/-/package-${i}-1.${i}.0.tgz`, integrity: `sha512-${"0".repeat(86)}==`, license: "MIT", ...(i % 10 === 0 ? { cpu: ["x64"], os: ["linux"], optional: true } : {}) }] as const);
  const root = { name: "sample", version: "1.0.0", dependencies: Object.fromEntries(entries.slice(0, 50).map(([path, { version }]) => [path.slice("node_modules/".length), version])) };
  const lock = { name: "sample", version: "1.0.0", lockfileVersion: 3, requires: true, packages: Object.fromEntries([["", root], ...entries]) };
  return { Dockerfile: "FROM node:20\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n", "package.json": JSON.stringify(root, null, 2), "package-lock.json": JSON.stringify(lock, null, 2) };
}

const PYTHONS = ["cp39", "cp310", "cp311", "cp312", "cp313"];
const MACHINES = ["x86_64", "aarch64", "i686", "ppc64le"];

function uvPackage(index: number, count: number): string {
  const release = `package_${index}-1.${index}.0`;
  const file = (name: string): string => `{ url = "https://files.pythonhosted.org/packages/${"c".repeat(64)}/${name}", hash = "sha256:${"0".repeat(64)}", size = 1234567 },`;
  const wheels = index % 4 === 0 ? PYTHONS.flatMap((python) => MACHINES.map((machine) => `${release}-${python}-${python}-manylinux_2_17_${machine}.manylinux2014_${machine}.whl`)) : [`${release}-py3-none-any.whl`];
  const needs = [1, 2, 3].map((step) => index + step).filter((needed) => needed < count);
  const source = index === 0 ? '{ virtual = "." }' : '{ registry = "https://pypi.org/simple" }';
  return [
    `[[package]]\nname = "package-${index}"\nversion = "1.${index}.0"\nsource = ${source}`,
    `dependencies = [\n${needs.map((needed) => `    { name = "package-${needed}" },\n`).join("")}]`,
    `sdist = ${file(`${release}.tar.gz`).slice(0, -1)}`,
    `wheels = [\n${wheels.map((wheel) => `    ${file(wheel)}\n`).join("")}]\n`,
  ].join("\n");
}
