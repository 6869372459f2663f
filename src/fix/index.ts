export * from "./choose.ts";
export * from "./digest.ts";
export * from "./edit-set.ts";
export * from "./prove.ts";
export * from "./raised.ts";
export * from "./shift.ts";
