import {
  effectsOf, installScriptsOf, installsOf, knownText, placeInInstall, scriptedConfidence, scriptedEvidence, scriptedName, scriptedPackage,
  type Build, type CheckInput, type ManifestInput, type Problem, type Rule, type ScriptedPackage,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "install-download-lacks-platform",
    summary: "Disallow packages that download a program on installation which isn't there for the platform",
    level: "warning",
    consequence: "wrong-binary",
    fixable: "no",
  },
  *check({ build }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      for (const scripted of installScriptsOf(install)) {
        if (scripted.outcome === "compiles" || isReplaced(build, scripted)) continue;
        yield { ...placeInInstall(install, [scripted.installed]), ...statementOf(scripted, install.effect.runs === "always") };
      }
    }
  },
  manifest: {
    *check({ manifest, platform }: ManifestInput): Iterable<Problem> {
      if (manifest.ecosystem !== "node" || !manifest.isLock) return;
      for (const { name, requirement, optional, nameAt } of manifest.dependencies) {
        const scripted = optional ? undefined : scriptedPackage(name, { requirement, platform });
        if (scripted !== undefined && scripted.outcome !== "compiles") yield { at: nameAt, ...statementOf(scripted, true) };
      }
    },
  },
};

export default rule;

const BROWSERS: Readonly<Partial<Record<string, RegExp>>> = { puppeteer: /^(?:chromium|google-chrome)/, chromedriver: /^chromium/, cypress: /^(?:chromium|firefox|google-chrome)/ };

/** Whether the image has the distribution's own program, which is then what is meant to be used. */
function isReplaced(build: Build, { native }: ScriptedPackage): boolean {
  const program = BROWSERS[native.name];
  return program !== undefined && effectsOf(build, "install").some(({ effect }) => effect.packages.some((value) => program.test(knownText(value) ?? "")));
}

function statementOf(scripted: ScriptedPackage, isSure: boolean): Omit<Problem, "at"> {
  const { native, outcome } = scripted;
  const name = scriptedName(scripted);
  const instead = native.alternative === "" ? [] : [{ ...scriptedEvidence(scripted), statement: `${native.alternative} serves the same purpose` }];
  const confidence = isSure ? scriptedConfidence(scripted) : "likely";
  const evidence = [scriptedEvidence(scripted), ...instead];
  if (outcome === "fails") return { message: `${name} downloads a file when it is installed, finds none here and stops`, level: confidence === "certain" ? "error" : "warning", consequence: "build-fails", confidence, evidence };
  return { message: `${name} downloads a program when it is installed, and there is none for this CPU`, confidence, evidence };
}
