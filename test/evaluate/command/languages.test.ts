import { describe, expect, it } from "vitest";
import { AMD64, ARM64, downloads, effects, installs, output, shown } from "./support.ts";

const compiles = (command: string, env: Readonly<Record<string, string>> = {}): string[] =>
  effects("compile", command, { env }).map((effect) => (effect.target === undefined ? effect.tool : `${effect.tool} ${effect.targetFrom ?? ""}=${shown(effect.target) ?? ""}`));

describe("Python", () => {
  it.each([
    ["pip3 install --no-cache-dir -r requirements.txt numpy==1.18.5", "pip install: numpy==1.18.5 from requirements.txt"],
    ["pip install --platform manylinux2014_x86_64 --only-binary=:all: -t /out lxml", "pip install: lxml for manylinux2014_x86_64"],
    ["python3.11 -m pip install -U pip", "pip install: pip"],
    ["python -u -m pip download torch", "pip download: torch"],
    ["pip install --index-url https://example.com/amd64 torch", "pip install: torch"],
    ["pip install -e .", "pip install: ."],
    ["uv pip install --system -r req.txt", "uv install from req.txt"],
    ["uv sync --frozen --python-platform x86_64-unknown-linux-gnu", "uv install for x86_64-unknown-linux-gnu"],
    ["poetry install --only main", "poetry install"],
    ["pipenv install -r req.txt", "pipenv install from req.txt"],
    ["conda install -y -c conda-forge linux-64::numpy", "conda install: linux-64::numpy"],
    ["mamba env create -f env.yml --platform linux-64", "conda install from env.yml for linux-64"],
    ["conda config --env --set subdir linux-64", "conda install for linux-64"],
  ])("%s", (command, expected) => {
    expect(installs(command)).toEqual([expected]);
  });

  it("downloads wheels given by address", () => {
    expect(downloads("pip install https://example.com/tool-1.0-cp311-linux_x86_64.whl 'other @ git+https://example.com/other.git'")).toEqual([
      "https://example.com/tool-1.0-cp311-linux_x86_64.whl > tool-1.0-cp311-linux_x86_64.whl",
      "https://example.com/other.git > other.git",
    ]);
    expect(downloads("pip install --find-links https://example.com/amd64 torch")).toEqual([]);
  });

  it("reads CONDA_SUBDIR", () => {
    expect(effects("install", "conda create -n x python", { env: { CONDA_SUBDIR: "linux-64" } })[0]?.platformOptions.map(shown)).toEqual(["linux-64"]);
  });

  it.each(["import platform; print(platform.machine())", "import os; print(os.uname().machine)", "from platform import machine; print(machine())"])("answers %s", (code) => {
    expect(output(`python3 -c '${code}'`, { platform: ARM64 })).toBe("aarch64\n");
  });
});

describe("JavaScript", () => {
  it.each([
    ["npm ci --cpu=x64 --os=linux", "npm install for x64 linux"],
    ["npm install -g --prefix /usr canvas@2.11.2", "npm install: canvas@2.11.2"],
    ["yarn --frozen-lockfile", "yarn install"],
    ["yarn global add esbuild", "yarn install: esbuild"],
    ["pnpm add @img/sharp-linux-x64", "pnpm install: @img/sharp-linux-x64"],
    ["corepack pnpm install", "pnpm install"],
    ["npx -y playwright install chromium", "npx install: playwright"],
  ])("%s", (command, expected) => {
    expect(installs(command)[0]).toBe(expected);
  });

  it("leaves scripts alone", () => {
    expect(installs("npm run build")).toEqual([]);
    expect(installs("yarn --version")).toEqual([]);
  });

  it.each(["node -p process.arch", "node -e 'console.log(process.arch)'", "node -p \"require('os').arch()\""])("answers %s", (command) => {
    expect(output(command, { platform: AMD64 })).toBe("x64\n");
  });
});

describe("Go and Rust", () => {
  it("compiles for GOARCH", () => {
    expect(compiles("go build -tags amd64 -o /app ./...", { GOARCH: "amd64" })).toEqual(["go GOARCH=amd64"]);
    expect(compiles("go test ./...")).toEqual(["go"]);
    expect(compiles("go version")).toEqual([]);
    expect(installs("go install golang.org/x/tools/gopls@v0.16.0")).toEqual(["go install: golang.org/x/tools/gopls@v0.16.0"]);
  });

  it("answers go env, where a variable that is set counts more than the machine", () => {
    expect(output("go env GOARCH", { platform: ARM64 })).toBe("arm64\n");
    expect(output("go env GOARCH", { platform: ARM64, env: { GOARCH: "amd64" } })).toBe("amd64\n");
    expect(output("go env GOHOSTARCH", { platform: ARM64, env: { GOARCH: "amd64" } })).toBe("arm64\n");
    expect(output("go env GOOS")).toBe("linux\n");
  });

  it("compiles for --target", () => {
    expect(compiles("cargo +nightly build --release --target x86_64-unknown-linux-musl")).toEqual(["cargo --target=x86_64-unknown-linux-musl"]);
    expect(compiles("cargo build", { CARGO_BUILD_TARGET: "x86_64-unknown-linux-gnu" })).toEqual(["cargo CARGO_BUILD_TARGET=x86_64-unknown-linux-gnu"]);
    expect(compiles("cargo fetch")).toEqual([]);
  });

  it.each([
    ["rustup target add x86_64-unknown-linux-musl", "rustup install for x86_64-unknown-linux-musl"],
    ["rustup toolchain install stable-x86_64-unknown-linux-gnu --profile minimal", "rustup install: stable-x86_64-unknown-linux-gnu for x86_64-unknown-linux-gnu"],
    ["rustup toolchain add ?-x86_64-unknown-linux-musl", "rustup install: ?-x86_64-unknown-linux-musl for x86_64-unknown-linux-musl"],
    ["rustup default 1.80.0", "rustup install: 1.80.0"],
    ["./rustup-init -y --default-host x86_64-unknown-linux-gnu", "rustup install for x86_64-unknown-linux-gnu"],
    ["sh -s -- -y --default-host=x86_64-unknown-linux-gnu", "rustup install for x86_64-unknown-linux-gnu"],
  ])("%s", (command, expected) => {
    expect(installs(command)).toEqual([expected]);
  });

  it("follows the target with xx", () => {
    const [effect] = effects("compile", "xx-go build ./...", { platform: AMD64, target: ARM64 });
    expect(effect?.target?.pieces[0]).toMatchObject({ text: "arm64", origin: "platform", follows: "target" });
    expect(output("xx-info debian-arch", { platform: AMD64, target: ARM64 })).toBe("arm64\n");
    expect(installs("xx-apt install -y gcc")).toEqual(["apt install: gcc"]);
  });
});

describe("compilers and build tools", () => {
  it.each([
    ["gcc -m64 -march=x86-64 -o x x.c", "gcc"],
    ["g++-12 -c x.cc", "g++"],
    ["x86_64-linux-gnu-gcc-12 x.c", "gcc name=x86_64-linux-gnu"],
    ["clang --target=x86_64-linux-gnu x.c", "clang --target=x86_64-linux-gnu"],
    ["make -j4 ARCH=x86_64 install", "make ARCH=x86_64"],
    ["cmake -S . -B out -DCMAKE_SYSTEM_PROCESSOR=x86_64", "cmake CMAKE_SYSTEM_PROCESSOR=x86_64"],
    ["./configure --prefix=/usr --host=x86_64-linux-gnu", "configure --host=x86_64-linux-gnu"],
    ["./Configure no-shared linux-x86_64", "configure operand=linux-x86_64"],
    ["dotnet publish -c Release -r linux-x64 --self-contained", "dotnet -r=linux-x64"],
    ["dotnet publish -p:RuntimeIdentifier=linux-musl-x64", "dotnet -p:RuntimeIdentifier=linux-musl-x64"],
    ["./mvnw package -Dos.detected.classifier=linux-x86_64", "maven -Dos.detected.classifier=linux-x86_64"],
    ["docker buildx build --platform linux/amd64 .", "docker --platform=linux/amd64"],
  ])("%s", (command, expected) => {
    expect(compiles(command)).toEqual([expected]);
  });

  it.each([
    ["gcc -dumpmachine", "aarch64-?\n"],
    ["rustc -vV", "?\nhost: aarch64-?\nrelease: ?\n"],
    ["xx-info triple", "aarch64-?\n"],
    ["gcc -print-multiarch", "aarch64-linux-gnu\n"],
    ["x86_64-linux-gnu-gcc -dumpmachine", "x86_64-linux-gnu\n"],
  ])("answers %s", (command, expected) => {
    expect(output(command, { platform: ARM64 })).toBe(expected);
  });

  it("compiles nothing when asked for a version", () => {
    expect(compiles("gcc --version")).toEqual([]);
    expect(compiles("dotnet --info")).toEqual([]);
  });
});

describe("other packages", () => {
  it.each([
    ["gem install --no-document nokogiri:1.15.4", "gem install: nokogiri:1.15.4"],
    ["bundle lock --add-platform x86_64-linux", "bundle install for x86_64-linux"],
    ["bundle install --jobs 4", "bundle install"],
    ["bundle config set --local specific_platform x86_64-linux", "bundle install for x86_64-linux"],
    ["composer require ext/tool", "composer install: ext/tool"],
    ["dotnet tool install --tool-path /opt Tool", "dotnet install: Tool"],
    ["npm config set arch x64", "npm install for x64"],
    ["uv python install cpython-3.12-linux-x86_64-gnu", "uv install: cpython-3.12-linux-x86_64-gnu"],
    ["gcloud components install kubectl", "gcloud install: kubectl"],
    ["Rscript -e 'install.packages(c(\"dplyr\", \"sf\"), repos=\"https://example.com/amd64\")'", "R install: dplyr sf"],
    ["docker-php-ext-install gd", "php install: gd"],
  ])("%s", (command, expected) => {
    expect(installs(command)).toEqual([expected]);
  });
});
