import { describe, expect, it } from "vitest";
import { run, said } from "./support.ts";

const LOOP = 'while getopts "a:v:qh" option; do case "$option" in a) say arch "$OPTARG" ;; v) say version "$OPTARG" ;; q) say quiet ;; *) say other "$option" ;; esac; done; shift $((OPTIND - 1)); say rest "$@"';

describe("getopts", () => {
  it.each([
    [["-a", "amd64", "-v", "1.2", "file"], ["arch amd64", "version 1.2", "rest file"]],
    [["-aamd64", "-qv2"], ["arch amd64", "quiet", "version 2", "rest"]],
    [["-q", "--", "-a"], ["quiet", "rest -a"]],
    [["file", "-q"], ["rest file -q"]],
    [["-x"], ["other ?", "rest"]],
    [["-a"], ["other ?", "rest"]],
    [[], ["rest"]],
  ])("reads %j as the shell does", (args, expected) => {
    expect(said(LOOP, { args: ["install.sh", ...args] })).toEqual(expected);
  });

  it("reads the words of a call of its own", () => {
    expect(said("getopts b:c option -b one; say $option $OPTARG")).toEqual(["b one"]);
  });

  it("takes any option for possible where a word is not known", () => {
    expect(said('getopts a: option "$(fetch-option)"; say "$option"')).toEqual(["\uFFFC"]);
  });

  it("ends on endless options", () => {
    const result = run('while getopts a option; do OPTIND=1; say again; done', { args: ["install.sh", "-a"] });
    expect(result.effects.length).toBeLessThan(1000);
  });
});
