/** The C library that a Python package is compiled against, and how new it must be. */
export interface LibraryNeed {
  readonly library: string;
  /** The least version that compiles. */
  readonly least: string;
  readonly source: string;
}

/** What a release of a distribution has of a library. */
export interface LibraryPackage {
  /** Undefined: no package of it. */
  readonly version: string | undefined;
  readonly source: string;
}

interface Chain {
  readonly library: string;
  /** In falling order: from this version of the package on the library must be at least that old; `same`: as new as the package. */
  readonly since: readonly (readonly [from: readonly [number, number], least: string])[];
  readonly source: string;
}

/** Rows from the packages' own checks at compile time. */
const CHAINS: Readonly<Record<string, Chain>> = {
  "confluent-kafka": {
    library: "librdkafka",
    since: [[[1, 9], "same"], [[1, 4], "1.4.0"], [[1, 0], "1.0.0"]],
    source: "MIN_RD_KAFKA_VERSION in confluent_kafka.h; https://github.com/confluentinc/confluent-kafka-python/issues/1182",
  },
};

const DEBIAN = "https://packages.debian.org/librdkafka-dev";
const UBUNTU = "https://packages.ubuntu.com/librdkafka-dev";
const AMAZON = "https://docs.aws.amazon.com/linux/al2023/release-notes/all-packages.html";

/** By library and release, 2026-11-22. What isn't listed is not known. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, LibraryPackage>>>> = {
  librdkafka: {
    "debian 10": { version: "0.11.6", source: DEBIAN },
    "debian 11": { version: "1.6.0", source: DEBIAN },
    "debian 12": { version: "2.0.2", source: DEBIAN },
    "debian 13": { version: "2.8.0", source: DEBIAN },
    "ubuntu 18.04": { version: "0.11.3", source: UBUNTU },
    "ubuntu 20.04": { version: "1.2.1", source: UBUNTU },
    "ubuntu 22.04": { version: "1.8.0", source: UBUNTU },
    "ubuntu 24.04": { version: "2.3.0", source: UBUNTU },
    "amazonlinux 2": { version: undefined, source: AMAZON },
    "amazonlinux 2023": { version: undefined, source: AMAZON },
  },
};

/** The day on which the rows were looked up. */
export const LIBRARY_CHAINS_AS_OF = "2026-11-22";

/** What compiling a release needs of a C library; undefined where nothing is known of that. */
export function libraryNeedOf(name: string, version: string): LibraryNeed | undefined {
  const chain = Object.hasOwn(CHAINS, name) ? CHAINS[name] : undefined;
  const [major = 0, minor = 0] = /^\d+(?:\.\d+)?/.exec(version)?.[0].split(".").map(Number) ?? [];
  const row = chain?.since.find(([[fromMajor, fromMinor]]) => major > fromMajor || (major === fromMajor && minor >= fromMinor));
  return chain === undefined || row === undefined ? undefined : { library: chain.library, least: row[1] === "same" ? version : row[1], source: chain.source };
}

/** What a release of a distribution has of a library, by its name and version (`debian`, `12`); undefined where that is not known. */
export function libraryPackageIn(library: string, distribution: string, release: string): LibraryPackage | undefined {
  return PACKAGES[library]?.[`${distribution} ${release}`];
}
