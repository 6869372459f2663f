const INTEGRITY = `sha512-${"Qk9i".repeat(21)}Q==`;

/** A package-lock.json of version 3 as large as those of big front ends; every fortieth package brings programs for each platform. */
export function packageLockSample(count: number): string {
  const packages: Record<string, object> = { "": { name: "sample", dependencies: { "package-0": "^1.0.0" } } };
  for (let i = 0; i < count; i++) {
    const name = `package-${String(i)}`;
    const needs = Object.fromEntries([i * 7, i * 13].map((j) => [`package-${String((j + 1) % count)}`, "^1.0.0"]));
    packages[`node_modules/${name}`] = { version: "1.2.3", resolved: `https://registry.npmjs.org/${name}/-/${name}-1.2.3.tgz`, integrity: INTEGRITY, dependencies: needs, engines: { node: ">=18" }, ...platformsOf(name, i) };
  }
  return JSON.stringify({ name: "sample", lockfileVersion: 3, requires: true, packages }, null, 2);
}

function platformsOf(name: string, i: number): object {
  if (i % 40 !== 0) return {};
  return { optionalDependencies: Object.fromEntries(["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64"].map((platform) => [`${name}-${platform}`, "1.2.3"])) };
}

/** A uv.lock with the files of every package, as uv lists them. */
export function uvLockSample(count: number): string {
  const tags = ["cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", "cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64", "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", "cp312-cp312-macosx_11_0_arm64", "cp312-cp312-win_amd64"];
  const file = (name: string): string => `{ url = "https://files.pythonhosted.org/packages/ab/cd/${name}", hash = "sha256:${"0f".repeat(32)}", size = 123456 }`;
  const entries = Array.from({ length: count }, (_, i) => {
    const name = `package-${String(i)}`;
    const wheels = tags.map((tag) => `    ${file(`package_${String(i)}-1.2.3-${tag}.whl`)},`);
    return `[[package]]\nname = "${name}"\nversion = "1.2.3"\nsource = { registry = "https://pypi.org/simple" }\ndependencies = [\n    { name = "package-${String((i * 7 + 1) % count)}" },\n]\nsdist = ${file(`package_${String(i)}-1.2.3.tar.gz`)}\nwheels = [\n${wheels.join("\n")}\n]\n`;
  });
  return `version = 1\nrevision = 2\nrequires-python = ">=3.11"\n\n${entries.join("\n")}`;
}
