/** Modules of Go that are nothing without cgo. */
interface CgoModule {
  readonly path: RegExp;
  /** What a build without cgo comes to: it stops, or the program fails when it uses the module. */
  readonly without: "build-stops" | "use-fails";
  readonly source: string;
}

const MODULES: readonly CgoModule[] = [
  { path: /^github\.com\/mattn\/go-sqlite3$/, without: "use-fails", source: "mattn/go-sqlite3:README.md: a cgo package, CGO_ENABLED=1 and gcc are required" },
  { path: /^github\.com\/confluentinc\/confluent-kafka-go(?:\/v\d+)?$/, without: "build-stops", source: "confluentinc/confluent-kafka-go issues 1173 and 1176" },
];

/** When the sources were looked at. */
export const CGO_MODULES_AS_OF = "2026-11-22";

/** What is known of a module that needs cgo; undefined for others, and for those nobody looked at. */
export function cgoModule(path: string): Pick<CgoModule, "without" | "source"> | undefined {
  return MODULES.find((one) => one.path.test(path));
}
