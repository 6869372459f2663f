export { bakeFromJson } from "./bake/json.ts";
export { readBake, type BakeFile } from "./bake/read.ts";
export { buildFromCommand, splitAtCommas } from "./build-command.ts";
export { isOn, readCommandLine, valuesOfOption, type CommandLine } from "./command-line.ts";
export { cacheOf, readCompose, type ComposeFile, type ComposeInput, type ComposeService } from "./compose.ts";
export { interpolate, readDotenv, type Variables } from "./interpolate.ts";
export type * from "./types.ts";
