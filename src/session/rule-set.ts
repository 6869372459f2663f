import type { Check, KnownRules } from "../judge/index.ts";
import type { Level, Rule, RuleMeta } from "../rulekit/index.ts";
import { nearestWord } from "../text/index.ts";

/** The rules of a run, each at its level, and the names by which they may be called. */
export interface RuleSet extends KnownRules {
  readonly checks: readonly Check[];
  readonly metas: readonly RuleMeta[];
}

/** Makes the set from all rules and the configured levels; a level under a former id counts for the rule that bears it now. */
export function ruleSet(rules: readonly Rule[], levels: ReadonlyMap<string, Level | "off">): RuleSet {
  const names = new Map<string, string>();
  for (const { meta } of rules) for (const name of [meta.id, ...(meta.aliases ?? [])]) names.set(name, meta.id);
  const levelOf = new Map([...levels].map(([name, level]) => [names.get(name) ?? name, level]));
  const isOff = (id: string): boolean => levelOf.get(id) === "off";
  const checks = rules.filter(({ meta }) => !isOff(meta.id)).map((rule) => ({ rule, level: levelFor(levelOf.get(rule.meta.id)) }));
  return {
    checks,
    metas: rules.map(({ meta }) => meta),
    resolve: (name) => names.get(name),
    isOff,
    nearest: (name) => nearestWord(name, [...names.keys()]),
  };
}

function levelFor(level: Level | "off" | undefined): Level | undefined {
  return level === "off" ? undefined : level;
}
