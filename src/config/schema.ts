/** The part of JSON Schema that our own schema uses and `validate` understands. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "boolean";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly enum?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

/** The schema of anyarch.config.{json,yaml} and of the key `anyarch` in package.json. */
export const configSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Configuration of anyarch",
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string", description: "Where an editor finds this schema." },
    platforms: {
      description: "Platforms that every image is wanted on.",
      type: "array",
      minItems: 1,
      items: { type: "string", minLength: 1, examples: ["linux/arm64", "linux/s390x"] },
      default: ["linux/amd64", "linux/arm64"],
    },
    rules: {
      description: "Level of each rule; a rule that is not named keeps its own.",
      type: "object",
      additionalProperties: { enum: ["off", "note", "warning", "error"] },
    },
    ignore: {
      description: "Files and folders that are not looked at, in the form of a .gitignore, relative to this file.",
      type: "array",
      items: { type: "string", minLength: 1 },
    },
    registries: {
      description: "Which registries are asked besides those that are well known. Counts in a file that --config names, with --trust-config, or outside the repository.",
      type: "object",
      additionalProperties: false,
      properties: {
        allowed: { description: "Hosts that may be asked too, as host or host:port; they may lie at private addresses.", type: "array", items: { type: "string", minLength: 1 } },
        insecure: { description: "Hosts that may be asked without TLS.", type: "array", items: { type: "string", minLength: 1 } },
        mirrors: { description: "Host, and the host that is asked in its place.", type: "object", additionalProperties: { type: "string", minLength: 1 } },
      },
    },
    offline: { description: "Ask nobody: no registry, no package index.", type: "boolean", default: false },
    buildArgs: { description: "Build arguments, as with docker build --build-arg.", type: "object", additionalProperties: { type: "string" } },
  },
};
