import { describe, expect, it } from "vitest";
import { installsOf } from "../../../src/evaluate/install/index.ts";
import { build } from "../dockerfile/support.ts";

function names(command: string, files: Readonly<Record<string, string>>): readonly string[] {
  return installsOf(build(`FROM python:3.11\nCOPY . .\nRUN ${command}\n`, { files })).flatMap((install) => install.packages.map(({ dependency }) => dependency.name));
}

function lock(...packages: readonly string[]): string {
  return `version = 1\n${packages.map((one) => `[[package]]\n${one}\n`).join("\n")}`;
}

const UV = {
  "uv.lock": lock(
    'name = "app"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "web", extra = ["fast"] }, { name = "winonly", marker = "sys_platform == \'win32\'" }]\n[package.dev-dependencies]\ndev = [{ name = "tests" }]\nlint = [{ name = "linter" }]\n[package.optional-dependencies]\ndb = [{ name = "driver" }]',
    'name = "web"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }\n[package.optional-dependencies]\nfast = [{ name = "speedups" }]',
    ...["winonly", "tests", "linter", "driver", "speedups", "orphan"].map((name) => `name = "${name}"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }`),
  ),
};

describe("uv sync", () => {
  it("takes what the project leads to, with the group for development", () => {
    expect(names("uv sync --frozen", UV)).toEqual(["app", "web", "tests", "speedups"]);
  });

  it("minds groups and extras", () => {
    expect(names("uv sync --no-dev", UV)).toEqual(["app", "web", "speedups"]);
    expect(names("uv sync --no-dev --extra db", UV)).toEqual(["app", "web", "driver", "speedups"]);
    expect(names("uv sync --group lint", UV)).toEqual(["app", "web", "tests", "linter", "speedups"]);
  });

  it("falls back on the project", () => {
    expect(names("uv sync", { "pyproject.toml": '[project]\ndependencies = ["web==1"]\n' })).toEqual(["web"]);
  });
});

const POETRY = {
  "pyproject.toml": '[tool.poetry.dependencies]\nweb = "*"\n[tool.poetry.group.dev.dependencies]\ntests = "*"\n',
  "poetry.lock": '[[package]]\nname = "web"\nversion = "1"\n[package.dependencies]\ncore = "*"\nwinonly = { version = "*", markers = "sys_platform == \'win32\'" }\n' + ["core", "winonly", "tests"].map((name) => `[[package]]\nname = "${name}"\nversion = "1"\n`).join("") + '[metadata]\nlock-version = "2.0"\n',
};

describe("poetry install", () => {
  it("takes what the groups lead to", () => {
    expect(names("poetry install --no-root", POETRY)).toEqual(["web", "core", "tests"]);
    expect(names("poetry install --only main", POETRY)).toEqual(["web", "core"]);
    expect(names("poetry install --without dev", POETRY)).toEqual(["web", "core"]);
  });
});

describe("other tools", () => {
  it("pipenv and pdm", () => {
    const pipenv = { "Pipfile.lock": '{"default": {"web": {"version": "==1"}}, "develop": {"tests": {"version": "==1"}}}' };
    expect(names("pipenv install --system --deploy", pipenv)).toEqual(["web"]);
    expect(names("pipenv sync --dev", pipenv)).toEqual(["web", "tests"]);
    const pdm = { "pdm.lock": '[[package]]\nname = "web"\nversion = "1"\ngroups = ["default"]\n[[package]]\nname = "tests"\nversion = "1"\ngroups = ["dev"]\n[metadata]\nlock_version = "4.5"\n' };
    expect(names("pdm sync --prod", pdm)).toEqual(["web"]);
  });

  it("conda brings a Python of its own", () => {
    const [install] = installsOf(build("FROM continuumio/miniconda3\nCOPY environment.yml .\nRUN conda env create -f environment.yml\n", { files: { "environment.yml": "dependencies:\n  - python=3.8\n  - pip:\n    - numpy==1.18.5\n" } }));
    expect([install?.system.python, install?.packages[0]?.version]).toEqual(["3.8", "1.18.5"]);
  });
});
