import { textOf } from "../value.ts";
import { compile, does, download, fileNameOf, install, isUrl, type PlacedEffect, prints, printsUnknown, targetFromEnv, under } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valueOf, valuesOf } from "./options.ts";
import { platformAnswer, wordAnswer } from "./platform-words.ts";
import { question } from "./dpkg.ts";

const NODE_PACKAGES = optionSpec(
  "--prefix --registry --cache --userconfig --globalconfig --loglevel --omit --include --workspace -w --tag --cpu --os --libc --arch --platform --target_arch --target_platform --target --dist-url --cwd --modules-folder --network-timeout --network-concurrency --mutex --cache-folder --global-folder -C --dir --filter -F --store-dir --virtual-store-dir --reporter --fetch-retries --fetch-timeout --maxsockets --package -p -c --call --only --backend --runtime --python",
);
const ACTIONS: ReadonlyMap<string, "install" | "remove"> = new Map([
  ["install", "install"],
  ["i", "install"],
  ["in", "install"],
  ["ci", "install"],
  ["add", "install"],
  ["clean-install", "install"],
  ["rebuild", "install"],
  ["update", "install"],
  ["up", "install"],
  ["upgrade", "install"],
  ["fetch", "install"],
  ["dlx", "install"],
  ["remove", "remove"],
  ["rm", "remove"],
  ["uninstall", "remove"],
]);

/** npm, pnpm, yarn, bun: packages (none: those of the manifest) and options that choose a platform. */
export function nodePackages(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, NODE_PACKAGES);
  const operands = textOfWord(line.operands[0]) === "global" ? line.operands.slice(1) : line.operands;
  const [command, ...packages] = operands;
  if (textOfWord(command) === "config") return configured(invocation, packages);
  const bare = command === undefined && invocation.name.startsWith("yarn") && !has(line, "--version", "-v", "--help");
  const action = bare ? "install" : ACTIONS.get(textOfWord(command));
  return action === undefined ? does() : does(...nodeInstall(invocation, { line, action, packages }));
}

/** `npm config set arch x64`: the platform of all that is installed later. */
function configured(invocation: Invocation, [command, key, value]: readonly Argument[]): Answer {
  const platform = textOfWord(command) === "set" && /^(?:arch|cpu|target_arch|libc|os)$/.test(textOfWord(key));
  return platform && value !== undefined ? does(install(invocation.name, { platformOptions: [value] })) : does();
}

const NODE_VARIABLES = (
  "NODE_ENV npm_config_build_from_source npm_config_omit npm_config_ignore_scripts npm_config_production PUPPETEER_SKIP_DOWNLOAD PUPPETEER_SKIP_CHROMIUM_DOWNLOAD PUPPETEER_EXECUTABLE_PATH " +
  "CHROMEDRIVER_SKIP_DOWNLOAD CHROMEDRIVER_FILEPATH CYPRESS_INSTALL_BINARY IBM_DB_HOME ELECTRON_SKIP_BINARY_DOWNLOAD PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"
).split(" ");

function nodeInstall(invocation: Invocation, { line, action, packages }: { line: CommandLine; action: "install" | "remove"; packages: readonly Argument[] }): PlacedEffect[] {
  const options = valuesOf(line, "--cpu", "--os", "--libc", "--arch", "--platform", "--target_arch", "--target_platform");
  const fromEnv = targetFromEnv(invocation, "npm_config_cpu", "npm_config_arch", "npm_config_target_arch");
  const platformOptions = fromEnv === undefined ? options : [...options, { value: fromEnv.value, at: invocation.at }];
  const call = { invocation, line, words: line.operands.length - packages.length, variables: NODE_VARIABLES };
  return [install(invocation.name, { action, packages, platformOptions, call }), ...packages.filter(isUrl).map((url) => download(invocation.name, url, fileNameOf(url.value)))];
}

const EXECUTE = optionSpec("-p --package -c --call --node-options", { endAtOperand: true });

/** npx, pnpx, bunx: the package that is run is installed for it; `npx playwright install` as itself. */
export function npx(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, EXECUTE);
  const [command, ...rest] = line.operands;
  const packages = [...valuesOf(line, "-p", "--package"), ...(command === undefined || has(line, "-p", "--package") ? [] : [command])];
  const inner = /^(?:playwright|node-gyp|@electron\/rebuild|electron-rebuild)(?:@|$)/.exec(textOfWord(command));
  const name = inner?.[0].replace("@electron/rebuild", "electron-rebuild").replace(/@$/, "");
  const effects = packages.length === 0 ? [] : [install("npx", { packages })];
  const run = name === undefined ? undefined : name === "playwright" ? playwright(under(invocation, name, rest)) : nodeGyp(under(invocation, name, rest));
  return does(...effects, ...(run?.effects ?? []));
}

/** `corepack yarn install` runs yarn. */
export function corepack(invocation: Invocation): Answer {
  const name = textOfWord(invocation.args[0]).replace(/@.*$/s, "");
  return ["npm", "yarn", "pnpm"].includes(name) ? nodePackages(under(invocation, name, invocation.args.slice(1))) : does();
}

const GYP = optionSpec("--arch --target --dist-url --target_arch --target_platform --runtime --jobs -j -a -v --platform");

/** `node-gyp rebuild --arch=x64`, electron-rebuild, prebuild-install. */
export function nodeGyp(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, GYP);
  const option = line.options.find((one) => ["--arch", "--target_arch", "-a", "--platform"].includes(one.name) && one.value !== undefined);
  const target = option?.value === undefined ? targetFromEnv(invocation, "npm_config_arch", "npm_config_target_arch") : { value: option.value.value, from: option.name };
  return does(compile(invocation.name, invocation, target));
}

/** `playwright install chromium`. */
export function playwright(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, optionSpec(""));
  const [command, ...packages] = line.operands;
  return textOfWord(command).startsWith("install") ? does(install("playwright", { packages })) : does();
}

const NODE = optionSpec("-e --eval -p --print -r --require --import --loader -C --conditions", { endAtOperand: true });

/** `node -p process.arch` and the like; scripts are opaque. */
export function node(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, NODE);
  const code = textOfWord(valueOf(line, "-e", "--eval", "-p", "--print")).replace(/\s|;$/g, "");
  const asked = /^(?:(?:console\.log|process\.stdout\.write)\((.*)\)|(.*))$/.exec(code);
  const expression = (asked?.[1] ?? asked?.[2] ?? "").replaceAll('"', "'");
  if (expression === "process.arch" || /^require\('(?:node:)?os'\)\.arch\(\)$/.test(expression)) return question(invocation, "node_arch", "process.arch");
  if (/^require\('(?:node:)?os'\)\.machine\(\)$/.test(expression)) return question(invocation, "uname_m", "os.machine()");
  if (expression === "process.platform+'-'+process.arch") return platformPair(invocation);
  if (code === "") return does();
  return printsUnknown(invocation.at, /process\.exit/.test(code) ? "unknown" : "ok");
}

function platformPair(invocation: Invocation): Answer {
  const word = platformAnswer(invocation, "node_arch", "process.arch");
  return word === undefined ? printsUnknown(invocation.at) : prints(wordAnswer(invocation.at, `${invocation.machine.platform.os}-${textOf(word).trim()}`, { source: "process.arch", follows: "stage" }));
}
