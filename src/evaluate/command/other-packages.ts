import { textOf } from "../value.ts";
import { compile, does, download, fileNameOf, install, isUrl } from "./answer.ts";
import type { Answer, Argument, CommandModel, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";

interface PackageTool {
  readonly manager: string;
  /** The words before the packages: `components install`. */
  readonly install: readonly string[];
  readonly valueOptions?: string;
  readonly platformOptions?: readonly string[];
}

/** A tool of the form `tool install NAME…`. */
function packageTool({ manager, install: words, valueOptions, platformOptions }: PackageTool): CommandModel {
  const spec = optionSpec(valueOptions ?? "");
  return (invocation) => {
    const line = readOptions(invocation.args, spec);
    const prefix = words.find((word) => word === "" || word.split(" ").every((part, i) => textOfWord(line.operands[i]) === part));
    if (prefix === undefined) return does();
    const packages = line.operands.slice(prefix === "" ? 0 : prefix.split(" ").length);
    return does(install(manager, { packages, platformOptions: valuesOf(line, ...(platformOptions ?? [])) }), ...packages.filter(isUrl).map((url) => download(manager, url, fileNameOf(url.value))));
  };
}

/** `opam install`. */
export const opam = packageTool({ manager: "opam", install: ["install", "switch create"], valueOptions: "-j --jobs --switch --packages" });
/** `luarocks install`. */
export const luarocks = packageTool({ manager: "luarocks", install: ["install"], valueOptions: "--tree --server --only-server" });
/** `pyenv install 3.11`, `fnm install 20`. */
export const versionManager: CommandModel = (invocation) => packageTool({ manager: invocation.name, install: ["install"], valueOptions: "--arch", platformOptions: ["--arch"] })(invocation);
/** `gem install`. */
export const gem = packageTool({ manager: "gem", install: ["install", "i"], valueOptions: "-v --version -i --install-dir -n --bindir --source -P --platform -s --build-root", platformOptions: ["--platform"] });
/** `composer install`, `composer require`. */
export const composer = packageTool({ manager: "composer", install: ["install", "require", "update", "global require", "create-project"], valueOptions: "-d --working-dir --ignore-platform-req --prefer-install --repository" });
/** `pecl install`: PHP extensions, compiled. */
export const pecl = packageTool({ manager: "pecl", install: ["install"], valueOptions: "-D --configureoptions -R --installroot" });
/** `mix deps.get`. */
export const mix = packageTool({ manager: "mix", install: ["deps.get", "local.hex", "local.rebar", "archive.install"], valueOptions: "--only --sha512" });
/** `ghcup install ghc 9.4`. */
export const ghcup = packageTool({ manager: "ghcup", install: ["install ghc", "install cabal", "install stack", "install hls", "install"], valueOptions: "-u --url -p --platform -i --isolate", platformOptions: ["-p", "--platform"] });
/** `gcloud components install`. */
export const gcloud = packageTool({ manager: "gcloud", install: ["components install"], valueOptions: "--project --installation-properties" });
/** `helm plugin install URL`. */
export const helm = packageTool({ manager: "helm", install: ["plugin install"], valueOptions: "--version --kube-version" });
/** SDKMAN's `sdk install java 17`. */
export const sdkman = packageTool({ manager: "sdk", install: ["install"] });
/** `nvm install 20`. */
export const nvm = packageTool({ manager: "nvm", install: ["install"] });
/** `asdf install nodejs 20`. */
export const asdf = packageTool({ manager: "asdf", install: ["install", "plugin add", "plugin-add"] });
/** `choco install`. */
export const choco = packageTool({ manager: "choco", install: ["install"], valueOptions: "--version --source -s" });
/** `brew install`. */
export const brew = packageTool({ manager: "brew", install: ["install", "reinstall"] });
/** `snap install`. */
export const snap = packageTool({ manager: "snap", install: ["install"], valueOptions: "--channel --revision" });
/** `emerge NAME`. */
export const emerge = packageTool({ manager: "emerge", install: [""], valueOptions: "-j --jobs --root" });

const BUNDLE = optionSpec("--path --jobs -j --without --with --gemfile --retry --add-platform --remove-platform --binstubs");

/** `bundle install`, `bundle lock --add-platform x86_64-linux`. */
export function bundle(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, BUNDLE);
  const name = textOfWord(line.operands[0]);
  const platformOptions = valuesOf(line, "--add-platform");
  if (name === "config") return platformSetting(line.operands);
  if (!["", "install", "update", "add", "lock", "package", "cache"].includes(name) || (name === "lock" && platformOptions.length === 0)) return does();
  const call = { invocation, line, words: 1, variables: ["BUNDLE_GEMFILE", "BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN", "BUNDLE_WITHOUT", "BUNDLE_FORCE_RUBY_PLATFORM"] };
  return does(install("bundle", { packages: name === "add" ? line.operands.slice(1) : [], platformOptions, call }));
}

/** `bundle config set specific_platform x86_64-linux`. */
function platformSetting(operands: readonly Argument[]): Answer {
  const at = operands.findIndex((operand) => textOfWord(operand) === "specific_platform");
  const value = operands[at + 1];
  return at < 0 || value === undefined ? does() : does(install("bundle", { platformOptions: [value] }));
}

/** `R -e 'install.packages("x")'`, `Rscript -e …`, `install2.r x`, `R CMD INSTALL x`. */
export function r(invocation: Invocation): Answer {
  const names = invocation.args.map(textOfWord);
  if (invocation.name.startsWith("install")) return does(install("R", { packages: readOptions(invocation.args, INSTALL_R).operands }));
  if (names[0] === "CMD" && names[1] === "INSTALL") return does(install("R", { packages: readOptions(invocation.args.slice(2), INSTALL_R).operands }));
  const code = valuesOf(readOptions(invocation.args, optionSpec("-e")), "-e");
  const packages = code.flatMap(packagesInCode);
  return packages.length === 0 ? does() : does(install("R", { packages }), ...packages.filter(isUrl).map((url) => download("R", url, fileNameOf(url.value))));
}

const INSTALL_R = optionSpec("-n --ncpus -r --repos -l --libloc -t --type -d --deps -m --method --library");

/** The quoted names in the first argument of each `install.packages(…)`. */
function packagesInCode(code: Argument): Argument[] {
  const text = textOf(code.value).slice(0, 10_000);
  const found: Argument[] = [];
  let end = 0;
  for (let call = text.indexOf("install.packages("); call >= 0; call = text.indexOf("install.packages(", end)) {
    const start = call + "install.packages(".length;
    end = endOfFirstArgument(text, start);
    for (const match of text.slice(start, end).matchAll(/["']([^"']{1,300})["']/g)) found.push(sliceArgument(code, start + match.index + 1, start + match.index + 1 + (match[1] ?? "").length));
  }
  return found;
}

function endOfFirstArgument(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && depth-- === 0) return i;
    else if (text[i] === "," && depth === 0) return i;
  }
  return text.length;
}

/** `docker-php-ext-install gd`, `install-php-extensions`: installs and compiles. */
export function phpExtensions(invocation: Invocation): Answer {
  const { operands } = readOptions(invocation.args, optionSpec(""));
  return does(install("php", { packages: operands.filter((operand) => !textOfWord(operand).startsWith("-")) }), compile("docker-php-ext", invocation));
}
