import { describe, expect, it } from "vitest";
import { readManifest, type Manifest, type ManifestKind } from "../../../src/model/ecosystem/index.ts";

function read(kind: ManifestKind, text: string): Manifest {
  const manifest = readManifest(kind, "the-file", text);
  if (manifest === undefined) throw new Error(`no reader for ${kind}`);
  return manifest;
}

/** `name version|range place groups files` of each dependency, the place as the text that stands there. */
function told(kind: ManifestKind, text: string): readonly string[] {
  return read(kind, text).dependencies.map(({ name, requirement, requirementAt, groups, files, marker }) => {
    const asked = requirement.kind === "pin" ? requirement.version : requirement.kind === "range" ? requirement.specifier : requirement.kind;
    const place = requirementAt === undefined ? "-" : text.slice(requirementAt.start, requirementAt.end);
    return [name, asked, place, groups.join("+"), String(files?.length ?? 0), marker?.text ?? ""].join("|");
  });
}

describe("pyproject.toml", () => {
  it("lists the project's dependencies, extras and groups", () => {
    const text = `[project]\nname = "x"\nrequires-python = ">=3.9"\ndependencies = [\n  "numpy==1.18.5 ; python_version < '3.10'",\n]\n[project.optional-dependencies]\nDB = ["psycopg2>=2.9,<3"]\n[dependency-groups]\ntest = ["pytest", {include-group = "lint"}]\n`;
    expect(told("pyproject", text)).toEqual(["numpy|1.18.5|1.18.5||0|python_version < '3.10'", "psycopg2|>=2.9,<3|>=2.9,<3|extra:db|0|", "pytest|any|-|test|0|"]);
    expect(read("pyproject", text).language?.text).toBe(">=3.9");
  });

  it("lists Poetry's", () => {
    const text = '[tool.poetry.dependencies]\npython = "^3.9"\nnumpy = "1.18.5"\npandas = "^1.1.2"\nscipy = { version = "~1.4", markers = "sys_platform == \'linux\'" }\nown = { path = "../own" }\n[tool.poetry.group.dev.dependencies]\nblack = "==22.1"\n';
    expect(told("pyproject", text)).toEqual(["numpy|1.18.5|1.18.5||0|", "pandas|>=1.1.2,<2|^1.1.2||0|", "scipy|>=1.4,<1.5|~1.4||0|sys_platform == 'linux'", "own|path|-||0|", "black|22.1|22.1|dev|0|"]);
  });

  it("knows when packages come from elsewhere", () => {
    expect(read("pyproject", '[[tool.poetry.source]]\nname = "own"\nurl = "https://wheels.example.com/simple"\n').settings.otherIndex).toBe(true);
  });
});

const UV = `version = 1
requires-python = ">=3.9"
resolution-markers = ["python_full_version >= '3.12'"]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "numpy" },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "numpy"
version = "1.26.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example/numpy-1.26.0.tar.gz", hash = "sha256:00" }
wheels = [
    { url = "https://files.example/a/numpy-1.26.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", hash = "sha256:00" },
]
`;

describe("uv.lock", () => {
  it("lists packages with their files and edges", () => {
    expect(told("uv-lock", UV)).toEqual(["app|path|0.1.0||0|", "numpy|1.26.0|1.26.0||2|"]);
    expect(read("uv-lock", UV).dependencies[0]?.edges).toEqual([{ name: "numpy", marker: undefined }, { name: "pywin32", marker: "sys_platform == 'win32'" }, { name: "pytest", marker: undefined, group: "dev" }]);
  });

  it("is one problem when its format is not known, and when it is cut off", () => {
    expect(read("uv-lock", "version = 7\n").problem).toMatchObject({ message: "is in a version 7 of its format that is not known", at: { start: 10, end: 11 } });
    expect(read("uv-lock", UV.slice(0, 300)).problem?.message).toMatch(/^is broken: ends too early/);
  });
});

describe("other lockfiles", () => {
  it("poetry.lock of both forms", () => {
    const old = '[[package]]\nname = "numpy"\nversion = "1.18.5"\ncategory = "main"\noptional = false\n[[package]]\nname = "black"\nversion = "22.1"\ncategory = "dev"\n[metadata]\nlock-version = "1.1"\n[metadata.files]\nnumpy = [\n    {file = "numpy-1.18.5.zip", hash = "sha256:00"},\n]\n';
    expect(told("poetry-lock", old)).toEqual(["numpy|1.18.5|1.18.5||1|", "black|22.1|22.1|dev|0|"]);
    const now = '[[package]]\nname = "numpy"\nversion = "1.18.5"\ngroups = ["main"]\nmarkers = "python_version < \'3.9\'"\nfiles = [{file = "numpy-1.18.5.zip", hash = "sha256:00"}]\n[metadata]\nlock-version = "2.1"\n';
    expect(told("poetry-lock", now)).toEqual(["numpy|1.18.5|1.18.5||1|python_version < '3.9'"]);
  });

  it("pdm.lock, pylock.toml and Pipfile.lock", () => {
    expect(told("pdm-lock", '[metadata]\nlock_version = "4.5.0"\n[[package]]\nname = "numpy"\nversion = "1.18.5"\ngroups = ["default"]\nfiles = [{file = "numpy-1.18.5.zip", hash = "x"}]\n')).toEqual(["numpy|1.18.5|1.18.5||1|"]);
    expect(told("pylock", 'lock-version = "1.0"\n[[packages]]\nname = "numpy"\nversion = "1.18.5"\nwheels = [{ name = "numpy-1.18.5-cp38-cp38-manylinux1_x86_64.whl" }]\nsdist = { url = "https://x.example/numpy-1.18.5.zip" }\n')).toEqual(["numpy|1.18.5|1.18.5||2|"]);
    expect(told("pipfile-lock", '{"_meta": {}, "default": {"numpy": {"hashes": [], "markers": "python_version < \'3.9\'", "version": "==1.18.5"}}, "develop": {"black": {"version": "==22.1"}}}')).toEqual(["numpy|1.18.5|1.18.5||0|python_version < '3.9'", "black|22.1|22.1|dev|0|"]);
  });

  it("setup.cfg, environment.yml and the platforms of conda and pixi", () => {
    expect(told("setup-cfg", "[options]\ninstall_requires =\n    numpy==1.18.5\n    # why\n    six\n[options.extras_require]\ndb =\n  psycopg2\n")).toEqual(["numpy|1.18.5|1.18.5||0|", "six|any|-||0|", "psycopg2|any|-|extra:db|0|"]);
    const environment = "name: x\ndependencies:\n  - python=3.9\n  - gdal\n  - pip:\n    - numpy==1.18.5\n    - -r more.txt\n  - curl\n";
    expect(told("conda-environment", environment)).toEqual(["numpy|1.18.5|1.18.5||0|"]);
    expect(read("conda-environment", environment).language?.text).toBe("==3.9.*");
    expect(read("conda-lock", "version: 1\nmetadata:\n  platforms:\n  - linux-64\n  - osx-arm64\npackage:\n").platforms?.map(({ text }) => text)).toEqual(["linux-64", "osx-arm64"]);
    expect(read("pixi", '[workspace]\nplatforms = ["linux-64"]\n[pypi-dependencies]\nnumpy = "==1.18.5"\n').platforms?.map(({ text }) => text)).toEqual(["linux-64"]);
  });
});
