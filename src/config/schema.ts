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
      description: "Which registries are asked.",
      type: "object",
      additionalProperties: false,
      properties: {
        allowed: { description: "Hosts that may be asked; when left out, all.", type: "array", items: { type: "string", minLength: 1 } },
        mirrors: { description: "Host, and the host that is asked in its place.", type: "object", additionalProperties: { type: "string", minLength: 1 } },
      },
    },
    offline: { description: "Ask no registry.", type: "boolean", default: false },
    buildArgs: { description: "Build arguments, as with docker build --build-arg.", type: "object", additionalProperties: { type: "string" } },
  },
};
