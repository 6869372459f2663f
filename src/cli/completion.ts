import { rules } from "../session/index.ts";
import { COMMANDS, FORMATS, LEVELS, OPTIONS, type Arguments } from "./arguments.ts";
import { HELP } from "./help.ts";
import { tell, type Io } from "./io.ts";

const SHELLS: Readonly<Record<string, (words: Words) => string>> = { bash, zsh, fish };

/** A flag as a shell completes it. */
interface Flag {
  readonly name: string;
  readonly about: string;
  /** What it takes: one of some words, a file, or a word of the user's; undefined when it takes nothing. */
  readonly takes: readonly string[] | "file" | "word" | undefined;
}

interface Words {
  readonly flags: readonly Flag[];
  readonly ruleIds: readonly string[];
}

/** Prints a completion script; the shell's own file says where it belongs. */
export function completion({ operands }: Arguments, io: Io): number {
  const [shell = "", ...more] = operands;
  const write = Object.hasOwn(SHELLS, shell) && more.length === 0 ? SHELLS[shell] : undefined;
  if (write === undefined) {
    tell(io, `completion wants one of ${Object.keys(SHELLS).join(", ")}`);
    return 2;
  }
  io.out(write({ flags: flags(), ruleIds: rules.map(({ meta }) => meta.id) }));
  return 0;
}

const FILES: ReadonlySet<string> = new Set(["output", "config", "baseline", "print-config", "stdin-filename"]);

function flags(): readonly Flag[] {
  return Object.entries(OPTIONS).map(([name, { type }]) => ({ name, about: aboutFlag(name), takes: type === "boolean" ? undefined : valueOf(name) }));
}

function valueOf(name: string): Flag["takes"] {
  if (name === "format") return FORMATS;
  if (name === "rule") return rules.flatMap(({ meta }) => LEVELS.map((level) => `${meta.id}=${level}`));
  return FILES.has(name) ? "file" : "word";
}

/** The words of `--help` about a flag. */
function aboutFlag(name: string): string {
  return new RegExp(`^ {2}--${name}(?: [^ ]+)? {2,}(.*)$`, "m").exec(HELP)?.[1] ?? "";
}

// Without mapfile: the bash of macOS is 3.2.
function bash({ flags: all, ruleIds }: Words): string {
  const fromWords = (words: readonly string[]): string => `COMPREPLY=($(compgen -W '${words.join("\n")}' -- "$cur"))`;
  const fromFiles = `COMPREPLY=($(compgen -f -- "$cur"))`;
  const cases = all.flatMap(({ name, takes }) => {
    if (takes === undefined) return [];
    const answer = takes === "word" ? "" : `${takes === "file" ? fromFiles : fromWords(takes)}; `;
    return [`    --${name}) ${answer}return ;;`];
  });
  return `# anyarch completion bash > ~/.local/share/bash-completion/completions/anyarch
_anyarch() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  # The = of --flag=value is a word of its own to bash.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  case $prev in
${cases.join("\n")}
  esac
  case \${COMP_WORDS[1]} in
    explain) ${fromWords(ruleIds)}; return ;;
    completion) ${fromWords(Object.keys(SHELLS))}; return ;;
  esac
  if [[ $cur == -* ]]; then ${fromWords(all.map(({ name }) => `--${name}`))}; return; fi
  ${fromFiles}
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY+=($(compgen -W '${COMMANDS.join("\n")}' -- "$cur")); fi
}
complete -o filenames -F _anyarch anyarch
`;
}

function zsh({ flags: all, ruleIds }: Words): string {
  const specs = all.map(({ name, about, takes }) => {
    const value = takes === undefined ? "" : takes === "file" ? ":file:_files" : takes === "word" ? ":value:" : `:value:(${takes.join(" ")})`;
    return `    '*--${name}${takes === undefined ? "" : "="}[${about.replace(/[[\]:\\]/g, "\\$&").replaceAll("'", "'\\''")}]${value}'`;
  });
  return `#compdef anyarch
# anyarch completion zsh > a file _anyarch in a folder of $fpath
_anyarch() {
  case $words[2] in
    explain) _arguments '2:rule:(${ruleIds.join(" ")})'; return ;;
    completion) _arguments '2:shell:(${Object.keys(SHELLS).join(" ")})'; return ;;
  esac
  _arguments -S \\
${specs.join(" \\\n")} \\
    '1: :{_alternative "commands:command:(${COMMANDS.join(" ")})" "files:path:_files"}' \\
    '*:path:_files'
}
if [ "$funcstack[1]" = "_anyarch" ]; then _anyarch "$@"; else compdef _anyarch anyarch; fi
`;
}

function fish({ flags: all, ruleIds }: Words): string {
  const lines = all.map(({ name, about, takes }) => {
    const value = takes === undefined ? "" : takes === "file" ? " -r -F" : takes === "word" ? " -x" : ` -x -a '${takes.join(" ")}'`;
    return `complete -c anyarch -l ${name}${value} -d '${about.replace(/['\\]/g, "\\$&")}'`;
  });
  return `# anyarch completion fish > ~/.config/fish/completions/anyarch.fish
${lines.join("\n")}
complete -c anyarch -n __fish_use_subcommand -a '${COMMANDS.join(" ")}'
complete -c anyarch -n '__fish_seen_subcommand_from explain' -f -a '${ruleIds.join(" ")}'
complete -c anyarch -n '__fish_seen_subcommand_from completion' -f -a '${Object.keys(SHELLS).join(" ")}'
`;
}
