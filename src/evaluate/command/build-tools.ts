import { compile, type CompileTarget, does, install, targetFromEnv } from "./answer.ts";
import type { Answer, Argument, CommandModel, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";

/** The first word that starts with one of these, cut behind it: `ARCH=`, `--host=`. */
function assigned(args: readonly Argument[], prefixes: readonly string[]): CompileTarget | undefined {
  for (const prefix of prefixes) {
    const arg = args.find((one) => textOfWord(one).startsWith(prefix));
    if (arg !== undefined) return { value: sliceArgument(arg, prefix.length).value, from: prefix.replace(/=$/, "") };
  }
  return undefined;
}

function tool(name: string, prefixes: readonly string[], ...variables: readonly string[]): CommandModel {
  return (invocation) => does(compile(name, invocation, assigned(invocation.args, prefixes) ?? targetFromEnv(invocation, ...variables)));
}

/** `make ARCH=…`, `gmake`; variables of the environment count where make files use them commonly. */
export const make = tool("make", ["GOARCH=", "TARGETARCH=", "TARGET_ARCH=", "ARCH=", "HOST=", "TARGET=", "PLATFORM=", "MACHINE=", "CPU="], "GOARCH", "ARCH", "TARGET_ARCH");

const CMAKE_TARGETS = ["CMAKE_SYSTEM_PROCESSOR", "CMAKE_C_COMPILER_TARGET", "CMAKE_CXX_COMPILER_TARGET", "VCPKG_TARGET_TRIPLET", "CMAKE_OSX_ARCHITECTURES", "CMAKE_LIBRARY_ARCHITECTURE", "CMAKE_HOST_SYSTEM_PROCESSOR"];
const CMAKE = optionSpec("-D -G -S -B -C -U -A -T --build --target -t --config --install --prefix --preset --toolchain -j --parallel");

/** `cmake -DCMAKE_SYSTEM_PROCESSOR=…`. */
export function cmake(invocation: Invocation): Answer {
  const definitions = valuesOf(readOptions(invocation.args, CMAKE), "-D");
  const prefixes = CMAKE_TARGETS.flatMap((name) => [`${name}=`, `${name}:STRING=`]);
  return does(compile("cmake", invocation, assigned(definitions, prefixes)));
}

const CONFIGURE_TARGET = /^(?:linux|android|BSD|debian)[\w-]*$/;

/** `./configure --host=…`, autogen.sh; OpenSSL's `./Configure linux-x86_64`. */
export function configure(invocation: Invocation): Answer {
  const operand = /^[cC]onfig(?:ure)?$/.test(invocation.name) ? invocation.args.find((arg) => CONFIGURE_TARGET.test(textOfWord(arg))) : undefined;
  const named = assigned(invocation.args, ["--host=", "--target=", "--build=", "--arch=", "--with-arch=", "--cpu=", "--dest-cpu=", "--target-os="]);
  return does(compile("configure", invocation, operand === undefined ? named : { value: operand.value, from: "operand" }));
}

/** `meson setup --cross-file=…`. */
export const meson = tool("meson", ["--cross-file=", "-Dcpu_family="]);
/** `ninja` compiles what meson or cmake configured. */
export const ninja = tool("ninja", []);
/** `bazel build --cpu=…`, bazelisk. */
export const bazel = tool("bazel", ["--cpu=", "--platforms=", "--host_cpu=", "--config="]);
/** `scons target_arch=…`. */
export const scons = tool("scons", ["target_arch=", "TARGET_ARCH=", "arch="]);
/** Boost's `b2 architecture=…`. */
export const boost = tool("b2", ["architecture=", "abi="]);
/** `mvn`, `./mvnw`: the platform given as a property. */
export const maven = tool("maven", ["-Dos.detected.classifier=", "-Dos.arch=", "-Dos.detected.arch=", "-Darch=", "-Dplatform="]);
/** `gradle`, `./gradlew`, sbt and lein. */
export const gradle = tool("gradle", ["-Pos.detected.classifier=", "-Dos.arch=", "-Parch=", "-Pplatform="]);
/** `cabal build`. */
export const cabal = tool("cabal", ["--target="]);
/** `stack build --arch=…`. */
export const stack = tool("stack", ["--arch="], "STACK_ARCH");
/** `zig build -Dtarget=…`. */
export const zig = tool("zig", ["-Dtarget=", "-Dcpu="]);
/** `docker-php-ext-configure`, `docker-php-ext-install`, phpize: PHP extensions are compiled. */
export const phpExtension = tool("docker-php-ext", ["--host=", "--with-libdir="]);

const DOTNET = optionSpec("-r --runtime -a --arch --os -c --configuration -o --output -f --framework -v --verbosity -p --property -s --source --version --add-source --tool-path --packages -m --configfile --version-suffix");
const DOTNET_COMMANDS: ReadonlySet<string> = new Set(["build", "publish", "restore", "test", "pack", "run", "msbuild"]);

/** `dotnet publish -r linux-x64`, `-a x64`, `-p:RuntimeIdentifier=…`. */
export function dotnet(invocation: Invocation): Answer {
  const [command, ...args] = invocation.args;
  if (textOfWord(command) === "tool") return dotnetTool(args);
  if (!DOTNET_COMMANDS.has(textOfWord(command))) return does();
  const colon = assigned(args, ["-p:RuntimeIdentifier=", "/p:RuntimeIdentifier=", "--property:RuntimeIdentifier=", "-p:RuntimeIdentifiers=", "/p:PlatformTarget=", "-p:PlatformTarget=", "-r:", "--runtime:", "--arch:"]);
  const { options } = readOptions(args, DOTNET);
  const option = options.find((one) => ["-r", "--runtime", "-a", "--arch"].includes(one.name) && one.value !== undefined);
  const target = option?.value === undefined || colon !== undefined ? colon : { value: option.value.value, from: option.name };
  return does(compile("dotnet", invocation, target));
}

/** `dotnet tool install -g NAME`; `dotnet tool restore` reads its manifest. */
function dotnetTool(args: readonly Argument[]): Answer {
  const line = readOptions(args, DOTNET);
  const [command, ...packages] = line.operands;
  if (!["install", "restore", "update"].includes(textOfWord(command))) return does();
  return does(install("dotnet", { packages, platformOptions: valuesOf(line, "-a", "--arch") }));
}

/** `swift build --triple …`, `--arch`. */
export function swift(invocation: Invocation): Answer {
  const [command, ...args] = invocation.args;
  if (!["build", "test", "run"].includes(textOfWord(command))) return does();
  const option = readOptions(args, optionSpec("-c --configuration --triple --arch --product --target -Xswiftc -Xcc -Xlinker --scratch-path --build-path --swift-sdk")).options.find((one) => ["--triple", "--arch", "--swift-sdk"].includes(one.name));
  return does(compile("swift", invocation, option?.value === undefined ? undefined : { value: option.value.value, from: option.name }));
}

const DOCKER = optionSpec("--platform -t --tag -f --file --build-arg --target --output -o --progress --cache-from --cache-to --secret --ssh --builder --label --network -v --volume -e --env --name -w --workdir -u --user --entrypoint -H --host -c --context --arch --override-arch --os");

/** `docker build`, `docker buildx build`, `docker run`, `buildah bud` inside a step: the platform they are told. */
export function containerTool(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, DOCKER);
  const words = line.operands.slice(0, 2).map(textOfWord);
  if (!words.some((word) => ["build", "bud", "run", "create", "pull"].includes(word))) return does();
  const option = line.options.find((one) => ["--platform", "--arch", "--override-arch"].includes(one.name) && one.value !== undefined);
  const target = option?.value === undefined ? targetFromEnv(invocation, "DOCKER_DEFAULT_PLATFORM") : { value: option.value.value, from: option.name };
  return does(compile(invocation.name, invocation, target));
}
