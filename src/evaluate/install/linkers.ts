import type { Ecosystem } from "../../model/ecosystem/index.ts";
import { linkNode } from "./node/link.ts";
import { linkPip } from "./python/pip.ts";
import { linkBundle } from "./ruby/link.ts";
import { linkConda, linkPdm, linkPipenv, linkPoetry, linkUv } from "./python/projects.ts";
import type { Linker } from "./types.ts";

/** By manager, as `InstallEffect.manager` has it: whose packages it installs, and how its command is read. */
export const LINKERS: ReadonlyMap<string, { readonly ecosystem: Ecosystem; readonly link: Linker }> = new Map([
  ["pip", { ecosystem: "python", link: linkPip }],
  ["npm", { ecosystem: "node", link: linkNode }],
  ["pnpm", { ecosystem: "node", link: linkNode }],
  ["yarn", { ecosystem: "node", link: linkNode }],
  ["bun", { ecosystem: "node", link: linkNode }],
  ["bundle", { ecosystem: "ruby", link: linkBundle }],
  ["pipx", { ecosystem: "python", link: linkPip }],
  ["uv", { ecosystem: "python", link: linkUv }],
  ["poetry", { ecosystem: "python", link: linkPoetry }],
  ["pdm", { ecosystem: "python", link: linkPdm }],
  ["pipenv", { ecosystem: "python", link: linkPipenv }],
  ["conda", { ecosystem: "python", link: linkConda }],
]);
