export * from "./types.ts";
export { parseDockerfile } from "./parse.ts";
export { announcedBy, type Announced } from "./heredoc.ts";
export { healthcheckCommand } from "./instruction.ts";
export * from "./words.ts";
