import type { Runner, Setting } from "../types.ts";

/**
 * The machine that the labels of a job ask for: https://docs.github.com/en/actions/reference/runners/github-hosted-runners. Labels of
 * one's own that name an architecture are taken at their word.
 */
export function runnerOf(labels: readonly Setting[]): Runner | undefined {
  const texts = labels.map(({ text }) => text?.toLowerCase());
  const [first] = labels;
  if (first === undefined || texts.some((text) => text === undefined)) return undefined;
  const all = texts.join(" ");
  const platform = /(?:^|[ _-])(?:arm|arm64|aarch64)(?:$|[ _-])/.test(all) ? "linux/arm64" : /^ubuntu-(?:latest|slim|\d\d\.\d\d)$|(?:^|[ _-])(?:x64|amd64|x86[_-]64)(?:$|[ _-])/.test(all) ? "linux/amd64" : undefined;
  const isLinux = !/windows|macos/.test(all);
  return { platform: isLinux ? platform : undefined, label: first, hosted: /^(?:ubuntu|windows|macos)-/.test(all) };
}
