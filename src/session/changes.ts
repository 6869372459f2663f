export { changesSince, stagedChanges, type Changes, type GitFailure } from "../discover/git.ts";
