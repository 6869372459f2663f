import { apk } from "./apk.ts";
import { addAptRepository, apt, aptKey } from "./apt.ts";
import { curl } from "./curl.ts";
import { dpkg, dpkgArchitecture, gdebi } from "./dpkg.ts";
import { echo, printf } from "./echo.ts";
import type { CommandModel } from "./invocation.ts";
import { pacman, rpm, yum, yumConfigManager, zypper } from "./rpm.ts";
import { arch, getconf, uname } from "./uname.ts";
import { aria2c, axel, wget } from "./wget.ts";

/** The model of each tool, by the name of its program. */
export const MODELS: ReadonlyMap<string, CommandModel> = new Map<string, CommandModel>([
  ["add-apt-repository", addAptRepository],
  ["apk", apk],
  ["apt", apt],
  ["apt-add-repository", addAptRepository],
  ["apt-fast", apt],
  ["apt-get", apt],
  ["apt-key", aptKey],
  ["aptitude", apt],
  ["arch", arch],
  ["aria2c", aria2c],
  ["axel", axel],
  ["curl", curl],
  ["dnf", yum],
  ["dpkg", dpkg],
  ["dpkg-architecture", dpkgArchitecture],
  ["echo", echo],
  ["gdebi", gdebi],
  ["getconf", getconf],
  ["microdnf", yum],
  ["nala", apt],
  ["pacman", pacman],
  ["printf", printf],
  ["rpm", rpm],
  ["tdnf", yum],
  ["uname", uname],
  ["wget", wget],
  ["yum", yum],
  ["yum-config-manager", yumConfigManager],
  ["zypper", zypper],
]);
