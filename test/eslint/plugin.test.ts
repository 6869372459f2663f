import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plugin } from "../../src/eslint/plugin.ts";
import { fixText, rules } from "../../src/session/index.ts";
import { dockerfiles } from "../support/dockerfiles.ts";

let cwd = "";
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-eslint-")));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const recommended = plugin.configs.recommended as unknown as Linter.Config;

async function lint(text: string, { fix = false, name = "Dockerfile", config = {} }: { fix?: boolean; name?: string; config?: Linter.Config } = {}): Promise<ESLint.LintResult> {
  const eslint = new ESLint({ cwd, fix, overrideConfigFile: true, overrideConfig: [recommended, config] });
  const [result] = await eslint.lintText(text, { filePath: join(cwd, name) });
  if (result === undefined) throw new Error("no result");
  return result;
}

const places = ({ messages }: ESLint.LintResult): readonly unknown[] => messages.map(({ ruleId, line, column, endColumn, severity }) => [ruleId, line, column, endColumn, severity]);

const TINI = "ADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n";
const VENDOR = "ADD https://downloads.example/tool-linux-amd64 /tool\n";
const URL_RULE = "anyarch/no-hardcoded-arch-in-url";

describe("the plugin for ESLint", () => {
  it("has every rule, by its own name and at its own level", () => {
    expect(Object.keys(plugin.rules)).toEqual(rules.map(({ meta }) => meta.id));
    expect(plugin.configs.recommended.rules["anyarch/shared-cache-mount"]).toBe("warn");
    expect(plugin.configs.recommended.rules[URL_RULE]).toBe("error");
  });

  it("reports at the place that must change", async () => {
    expect(places(await lint(`FROM debian:12\n${VENDOR}`))).toEqual([[URL_RULE, 2, 42, 47, 2]]);
    expect(places(await lint("FROM debian:12\nRUN true\n"))).toEqual([]);
    expect(places(await lint(`\uFEFFFROM debian:12\r\n${VENDOR}`))).toEqual([[URL_RULE, 2, 42, 47, 2]]);
  });

  it("makes safe fixes and suggests unsafe ones", async () => {
    expect((await lint(`FROM debian:12\n${TINI}`, { fix: true })).output).toBe(`FROM debian:12\nARG TARGETARCH\n${TINI.replace("amd64", "${TARGETARCH}")}`);
    const { messages, output } = await lint(`FROM debian:12\n${VENDOR}`, { fix: true });
    expect(output).toBeUndefined();
    expect(messages[0]?.suggestions?.map(({ desc }) => desc)).toEqual(["Use TARGETARCH instead of amd64"]);
  });

  it.each(dockerfiles)("mends %s as the command line does", async (_, text) => {
    const own = fixText("Dockerfile", text);
    const { output } = await lint(text, { fix: true });
    expect(output ?? text).toBe(own);
  });

  it("heeds the comments of ESLint and our own", async () => {
    const disabled = `FROM debian:12\n# eslint-disable-next-line ${URL_RULE} -- no other build\n${VENDOR}${VENDOR}`;
    const result = await lint(disabled);
    expect(places(result)).toEqual([[URL_RULE, 4, 42, 47, 2]]);
    expect(result.suppressedMessages.map(({ suppressions }) => suppressions)).toEqual([[{ kind: "directive", justification: "no other build" }]]);
    expect(places(await lint(`# eslint-disable ${URL_RULE}\nFROM debian:12\n${VENDOR}# eslint-enable ${URL_RULE}\n${VENDOR}`))).toEqual([[URL_RULE, 5, 42, 47, 2]]);
    expect(places(await lint(`FROM debian:12\n# anyarch ignore=no-hardcoded-arch-in-url no other build\n${VENDOR}`))).toEqual([]);
    const unused = await lint("FROM debian:12\n# eslint-disable-next-line\nRUN true\n", { config: { linterOptions: { reportUnusedDisableDirectives: "error" } } });
    expect(unused.messages.map(({ line, message }) => [line, message])).toEqual([[2, "Unused eslint-disable directive (no problems were reported)."]]);
  });

  it("takes platforms from the configuration, and refuses those that nobody knows", async () => {
    const config = (languageOptions: Record<string, unknown>): Linter.Config => ({ files: ["**/Dockerfile"], languageOptions });
    expect(places(await lint(`FROM debian:12\n${VENDOR}`, { config: config({ platforms: ["linux/amd64"] }) }))).toEqual([]);
    await expect(lint(VENDOR, { config: config({ platforms: ["linux/arm46"] }) })).rejects.toThrow('unknown platform "linux/arm46" in languageOptions');
    await expect(lint(VENDOR, { config: config({ platform: [] }) })).rejects.toThrow('unknown key "platform" in languageOptions');
  });

  it("follows scripts of the build context, and tells of them where the Dockerfile begins", async () => {
    mkdirSync(join(cwd, "app"));
    writeFileSync(join(cwd, "app", "install.sh"), "#!/bin/sh\ncurl -fsSLO https://downloads.example/tool-linux-amd64\n");
    const { messages } = await lint("FROM debian:12\nCOPY install.sh /install.sh\nRUN /install.sh\n", { name: "app/Dockerfile", fix: true });
    expect(messages.map(({ line, column, message }) => [line, column, message])).toEqual([[1, 1, expect.stringMatching(/^app\/install\.sh:2:50: `amd64` is written into the URL.* \(linux\/arm64\)$/)]]);
  });

  it("lets selectors of other rules match instructions", async () => {
    const onRun = { meta: { schema: [] }, create: (context: { report: (problem: object) => void }) => ({ "Instruction[keyword=RUN]": (node: object) => { context.report({ node, message: "runs" }); } }) };
    const config = { files: ["**/Dockerfile"], plugins: { mine: { rules: { runs: onRun } } }, rules: { "mine/runs": "warn" } } as unknown as Linter.Config;
    expect(places(await lint("FROM debian:12\nRUN true\n", { config }))).toEqual([["mine/runs", 2, 1, 9, 1]]);
  });

  it("leaves ignore files alone", async () => {
    const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [recommended] });
    expect(await eslint.calculateConfigForFile(join(cwd, "Dockerfile.dockerignore"))).toBeUndefined();
    for (const name of ["Dockerfile", "a/Containerfile", "Dockerfile.alpine", "app.dockerfile"]) expect(await eslint.calculateConfigForFile(join(cwd, name))).toBeDefined();
  });
});
