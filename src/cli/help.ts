/** What `anyarch --help` prints. It lists what works, and nothing else. */
export const HELP = `anyarch: finds what stops container images from building and running on the platforms you want, and mends it

Usage
  anyarch [PATH…]         lint the Dockerfiles that the paths name or hold (default: .)
  anyarch explain RULE    what a rule reports, why, and what to do
  anyarch inspect IMAGE   the platforms that an image is published for
  anyarch cache clean     forget what registries answered; cache path: where it is kept
  anyarch init            write an anyarch.config.yaml to start from
  anyarch completion SH   a completion script for bash, zsh or fish

What to check
  --platform LIST         platforms wanted, with commas (default: linux/amd64,linux/arm64)
  --build-platform P      platform of the machine that builds (default: linux/amd64, or linux/arm64 where that is first of several)
  --target STAGE          the stage that becomes the image
  --build-arg K=V         a build argument; without =V it takes the environment's value
  --rule ID=LEVEL         off, note, warning or error
  --config FILE           instead of the nearest anyarch.config.{json,yaml} or package.json#anyarch
  --offline               ask nobody: no registry, no package index
  --fact-timeout SECONDS  for all that is asked in a run (default: 10)
  --cache-dir DIR         where answers are kept between runs
  --trust-config          ask the registries too that the repository's own configuration allows
  --stdin-filename FILE   read standard input and call it FILE
  --staged                only what is staged in git, as it is staged
  --changed-since REF     only what differs from where this branch left REF
  --baseline FILE         findings that FILE knows don't count
  --write-baseline        write all that is found now into the file of --baseline

What to do
  --fix                   make the edits that are proved and safe
  --unsafe-fixes          with --fix or --diff: those too whose result could not be confirmed
  --diff                  print the edits as a patch, change nothing

What to print
  --format FORMAT         how to print it; pretty is the default
                          others: json, sarif, github, gitlab, junit, checkstyle, rdjson, markdown, html
  --output FILE           write to FILE instead of standard output
  --quiet                 errors only
  --max-warnings N        exit with 1 when there are more warnings
  --no-color              no colours; NO_COLOR and FORCE_COLOR count too
  --list-rules            every rule with its level
  --print-config FILE     the configuration that counts for FILE, as JSON
  --version, --help

Exit status
  0  nothing at level error
  1  findings at level error, or more warnings than --max-warnings
  2  bad usage or configuration, input that can't be read, or an internal error
`;
