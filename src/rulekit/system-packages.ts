/** The managers of a distribution's own packages, as `InstallEffect.manager` names them. */
export const SYSTEM_MANAGERS: ReadonlySet<string> = new Set(["apt", "apk", "yum", "dnf", "microdnf", "zypper"]);
