export { installsOf } from "./installs.ts";
export type * from "./types.ts";
