/** Variables that an image sets, as far as its name and tag determine them. */
export interface ImageEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Whether these are all: distributions set nothing but PATH. */
  readonly complete: boolean;
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

interface KnownEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** The variable that holds the full version. */
  readonly version?: string;
  /** The variable that holds the version's first number. */
  readonly major?: string;
}

/** Source: the Dockerfiles of docker-library and of the images' own repositories, 2026-08-21. */
const ENVIRONMENTS: Readonly<Partial<Record<string, KnownEnvironment>>> = {
  golang: { env: { PATH: `/go/bin:/usr/local/go/bin:${PATH}`, GOPATH: "/go" }, version: "GOLANG_VERSION" },
  rust: { env: { PATH: `/usr/local/cargo/bin:${PATH}`, CARGO_HOME: "/usr/local/cargo", RUSTUP_HOME: "/usr/local/rustup" }, version: "RUST_VERSION" },
  node: { env: { PATH }, version: "NODE_VERSION" },
  python: { env: { PATH: `/usr/local/bin:${PATH}` }, version: "PYTHON_VERSION" },
  ruby: {
    env: { PATH: `/usr/local/bundle/bin:${PATH}`, LANG: "C.UTF-8", GEM_HOME: "/usr/local/bundle", BUNDLE_APP_CONFIG: "/usr/local/bundle", BUNDLE_SILENCE_ROOT_WARNING: "1" },
    version: "RUBY_VERSION",
  },
  php: { env: { PATH, PHP_INI_DIR: "/usr/local/etc/php" }, version: "PHP_VERSION" },
  nginx: { env: { PATH }, version: "NGINX_VERSION" },
  postgres: { env: {}, major: "PG_MAJOR" },
  "eclipse-temurin": { env: { JAVA_HOME: "/opt/java/openjdk", PATH: `/opt/java/openjdk/bin:${PATH}` } },
  maven: { env: { MAVEN_HOME: "/usr/share/maven", MAVEN_CONFIG: "/root/.m2" } },
  gradle: { env: { GRADLE_HOME: "/opt/gradle" } },
  tomcat: { env: { CATALINA_HOME: "/usr/local/tomcat" } },
};

/** Distributions and the like, whose images set PATH at most. */
const BARE: ReadonlySet<string> = new Set(["alpine", "debian", "ubuntu", "fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "busybox", "archlinux", "oraclelinux", "photon", "buildpack-deps", "sl", "clearlinux", "mageia", "alt"]);

/** What one of Docker's official images sets; `official` is its name, undefined for all others, of which nothing is known. */
export function imageEnvironment(official: string | undefined, tag: string): ImageEnvironment {
  if (official === undefined || /windowsservercore|nanoserver/.test(tag)) return { env: {}, complete: false };
  if (BARE.has(official)) return { env: {}, complete: true };
  if (official === "openjdk" || official === "amazoncorretto") return { env: javaHome(official, tag), complete: false };
  const known = ENVIRONMENTS[official];
  if (known === undefined) return { env: {}, complete: false };
  const version = /^(\d+\.\d+\.\d+)(?:-|$)/.exec(tag)?.[1];
  const major = /^(\d+)(?:[.-]|$)/.exec(tag)?.[1];
  return {
    env: {
      ...known.env,
      ...(version === undefined || known.version === undefined ? {} : { [known.version]: version }),
      ...(major === undefined || known.major === undefined ? {} : { [known.major]: major }),
    },
    complete: false,
  };
}

/** Source: the Dockerfiles of docker-library/openjdk and corretto/corretto-docker, 2026-08-21. */
function javaHome(official: "openjdk" | "amazoncorretto", tag: string): Readonly<Record<string, string>> {
  const major = /^(\d+)(?:[.u-]|$)/.exec(tag)?.[1];
  const release = Number(major);
  if (major === undefined) return {};
  if (official === "amazoncorretto") {
    if (/alpine/.test(tag)) return { JAVA_HOME: "/usr/lib/jvm/default-jvm" };
    return /^\d+$/.test(tag) ? { JAVA_HOME: `/usr/lib/jvm/java-${major === "8" ? "1.8.0" : major}-amazon-corretto` } : {};
  }
  if (/alpine/.test(tag)) return { JAVA_HOME: release < 9 ? `/usr/lib/jvm/java-1.${major}-openjdk` : `/opt/openjdk-${major}` };
  // Oracle Linux is the default since 12.
  const isDebian = /slim|buster|bullseye|stretch/.test(tag) || release < 12;
  return { JAVA_HOME: isDebian ? `/usr/local/openjdk-${major}` : `/usr/java/openjdk-${major}` };
}
