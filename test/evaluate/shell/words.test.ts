import { describe, expect, it } from "vitest";
import { piecesAt, textOf, unknown } from "../../../src/evaluate/value.ts";
import { effectsOfKind, OFFSET, run, said } from "./support.ts";

const UNKNOWN = unknown("build-arg", { file: "Dockerfile", start: 0, end: 0 }, "VERSION");

describe("expansion of words", () => {
  it.each([
    ["v=1.2; say tool-$v.tgz ${v}x", ["tool-1.2.tgz 1.2x"]],
    ["v='a b'; say $v; say \"$v\"", ["a b", "a b"]],
    ["say a\\ b 'c $d' \"e\\$f\"", ["a b c $d e$f"]],
    ["say ${none:-amd64} ${none-x} ${TARGETARCH:+set}", ["amd64 x set"]],
    ["v=linux/arm64/v8; say ${v#*/} ${v##*/} ${v%/*} ${v%%/*}", ["arm64/v8 v8 linux/arm64 linux"]],
    ["v=linux/arm64; say ${v/\\//-} ${v//[aeiou]/_} ${v/#linux/os} ${v/%64/32}", ["linux-arm64 l_n_x/_rm64 os/arm64 linux/arm32"]],
    ["v=x86_64; say ${v^^} ${v^} ${v:0:3} ${v: -2} ${#v}", ["X86_64 X86_64 x86 64 6"]],
    [": ${v:=amd64}; say $v", ["amd64"]],
    ["name=TARGETARCH; say ${!name}", ["arm64"]],
    ["list=(a b 'c d'); say ${list[1]} ${#list[@]}; say \"${list[@]}\"", ["b 3", "a b c d"]],
    ["say $((2 + 3 * 4)) $(( (1 << 4) - 1 ))", ["14 15"]],
    ["say tool-{amd64,arm64}.deb {1..3}", ["tool-amd64.deb tool-arm64.deb 1 2 3"]],
    ["say $(echo inner) `echo old`", ["inner old"]],
    ["say `echo \\`echo deep\\``", ["deep"]],
    ["set -- a 'b c'; say $# $2; say \"$@\"", ["2 b c", "a b c"]],
    ["IFS=,; v=a,b; for x in $v; do say $x; done", ["a", "b"]],
  ])("expands %s", (script, expected) => {
    expect(said(script)).toEqual(expected);
  });

  it("leaves braces alone where the shell is not bash", () => {
    expect(said("say {a,b}", { dialect: "dash" })).toEqual(["{a,b}"]);
  });

  it("drops a word that is nothing but an unset variable, and keeps it in quotes", () => {
    const argv = effectsOfKind(run('say $none "$none" end'), "run")[0]?.argv.map(textOf);
    expect(argv).toEqual(["say", "", "end"]);
  });

  it("keeps what is known of a value that is known in part", () => {
    expect(said("say v$VERSION-amd64 ${VERSION%.*} ${VERSION:-1}", { env: { VERSION: UNKNOWN } })).toEqual(["v\uFFFC-amd64 \uFFFC \uFFFC"]);
  });
});

describe("provenance", () => {
  it("remembers where the literal stands and where it was read", () => {
    const script = 'ARCH=amd64; say "https://x/$ARCH.tgz"';
    const word = effectsOfKind(run(script), "run")[0]?.argv[1];
    const piece = word?.pieces[1];
    expect(piece).toMatchObject({
      kind: "text",
      text: "amd64",
      verbatim: true,
      origin: "literal",
      quoting: "shell",
      from: { start: OFFSET + script.indexOf("amd64"), end: OFFSET + script.indexOf("amd64") + 5 },
      readings: { name: "ARCH", at: { start: OFFSET + script.indexOf("$ARCH") } },
    });
  });

  it("keeps exact places through parameter forms", () => {
    const script = "f=tool-amd64.tgz; say ${f#tool-}";
    const word = effectsOfKind(run(script), "run")[0]?.argv[1];
    expect(word === undefined ? undefined : piecesAt(word, 0, 5)[0]).toMatchObject({ text: "amd64", verbatim: true, from: { start: OFFSET + script.indexOf("amd64") } });
  });

  it("tells text that follows the platform", () => {
    const word = effectsOfKind(run("m=$(uname -m); say $m"), "run")[0]?.argv[1];
    expect(word?.pieces[0]).toMatchObject({ text: "aarch64", origin: "platform", readings: { name: "m" } });
  });

  it("knows single quotes, where nothing expands", () => {
    const word = effectsOfKind(run("say 'x86_64'"), "run")[0]?.argv[1];
    expect(word?.pieces[0]).toMatchObject({ quoting: "shell-single", verbatim: true });
  });

  it("maps a script in single quotes to where it stands", () => {
    const script = "sh -c 'say amd64'";
    const inner = effectsOfKind(run(script), "run").find((effect) => textOf(effect.argv[0] ?? { pieces: [] }) === "say");
    expect(inner?.argv[1]?.pieces[0]).toMatchObject({ quoting: "shell", verbatim: true, from: { start: OFFSET + script.indexOf("amd64") } });
  });
});

describe("unset variables", () => {
  it("records a reading that reaches a command, with whether it had a default", () => {
    const effects = effectsOfKind(run("say $BUILDARCH ${BUILDOS:-linux}"), "read-unset");
    expect(effects.map(({ name, hasDefault }) => [name, hasDefault])).toEqual([["BUILDARCH", false], ["BUILDOS", true]]);
  });

  it("takes HOME and PATH for set, and what an unknown file may set", () => {
    expect(effectsOfKind(run("say $HOME $PATH; . /opt/env.sh; say $RUSTUP"), "read-unset")).toEqual([]);
  });

  it("still knows that a sourced file sets no automatic platform variable", () => {
    expect(effectsOfKind(run(". /opt/env.sh; say $TARGETVARIANT"), "read-unset").map((effect) => effect.name)).toEqual(["TARGETVARIANT"]);
  });

  it("fails under set -u", () => {
    const result = run("set -u; say $none; say after");
    expect(effectsOfKind(result, "fail")[0]).toMatchObject({ because: "unset-parameter", runs: "always" });
    expect(effectsOfKind(result, "run")).toEqual([]);
  });

  it("fails where ${x:?} asks for a value", () => {
    expect(run(": ${none:?is needed}; say after").status).toBe("fails");
  });
});
