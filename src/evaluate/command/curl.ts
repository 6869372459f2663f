import { knownText, type Value } from "../value.ts";
import { does, download, fileNameOf, joinPath } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valueOf, valuesOf } from "./options.ts";

const CURL = optionSpec(
  "-A --user-agent -b --cookie -c --cookie-jar -C --continue-at -d --data --data-ascii --data-binary --data-raw --data-urlencode --json -D --dump-header -e --referer -E --cert -F --form --form-string -H --header --proxy-header -K --config -m --max-time --connect-timeout -o --output --output-dir -P --ftp-port -Q --quote -r --range -t --telnet-option -T --upload-file -u --user -U --proxy-user -w --write-out -x --proxy --preproxy -X --request -y --speed-time -Y --speed-limit -z --time-cond --cacert --capath --key --key-type --cert-type --pass --ciphers --tls13-ciphers --tls-max --retry --retry-delay --retry-max-time --limit-rate --max-filesize --max-redirs --interface --resolve --connect-to --dns-servers --doh-url --noproxy --oauth2-bearer --unix-socket --abstract-unix-socket --socks4 --socks4a --socks5 --socks5-hostname --proto --proto-default --proto-redir --url --url-query --variable --pinnedpubkey --stderr --trace --trace-ascii --create-file-mode --rate --local-port --netrc-file --engine --egd-file --random-file --krb --login-options --mail-from --mail-rcpt --aws-sigv4 --alt-svc --hsts --crlfile --curves --expect100-timeout --happy-eyeballs-timeout-ms --keepalive-time --parallel-max --etag-save --etag-compare --request-target --service-name --libcurl --delegation --pubkey --hostpubmd5 --hostpubsha256 --tlsuser --tlspassword --tlsauthtype --sasl-authzid --ftp-account --ftp-method --ftp-alternative-to-user",
);

/** `curl`: each operand is a URL; `-o` and `-O` go with them in order. */
export function curl(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, CURL);
  const urls = [...line.operands, ...valuesOf(line, "--url")].filter(looksLikeUrl);
  const targets = outputs(line, urls);
  return does(...urls.map((url, i) => download("curl", url, targets[i] ?? invocation.stdoutTo?.path)));
}

/** A host with a dot, a scheme, or text that is unknown from its start: what curl would take for an address. */
export function looksLikeUrl(arg: Argument): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\uFFFC|[\w.-]*(?:\.[a-z]{2,}|localhost)(?:[:/\uFFFC]|$))/i.test(textOfWord(arg));
}

function outputs(line: CommandLine, urls: readonly Argument[]): (Value | undefined)[] {
  const named = line.options.filter((option) => NAMES_OUTPUT.has(option.name));
  const all = has(line, "--remote-name-all");
  const directory = valueOf(line, "--output-dir")?.value;
  return urls.map((url, i) => {
    const option = named[i];
    const remote = option === undefined ? all : option.value === undefined;
    const name = remote ? fileNameOf(url.value) : option?.value?.value;
    if (name === undefined || knownText(name) === "-") return undefined;
    return joinPath(directory, name, url.at);
  });
}

const NAMES_OUTPUT: ReadonlySet<string> = new Set(["-o", "--output", "-O", "--remote-name"]);
