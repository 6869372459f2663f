import { knownText, type Value } from "../value.ts";
import { does, download, fileNameOf, joinPath } from "./answer.ts";
import { looksLikeUrl } from "./curl.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, optionSpec, readOptions, valueOf } from "./options.ts";

const WGET = optionSpec(
  "-e --execute -o --output-file -a --append-output -i --input-file -B --base -t --tries -O --output-document -T --timeout --dns-timeout --connect-timeout --read-timeout -w --wait --waitretry -Q --quota --limit-rate --bind-address --user --password --http-user --http-password --ftp-user --ftp-password -P --directory-prefix --cut-dirs --default-page --header --max-redirect --proxy-user --proxy-password --referer -U --user-agent --post-data --post-file --method --body-data --body-file --load-cookies --save-cookies --secure-protocol --certificate --certificate-type --private-key --private-key-type --ca-certificate --ca-directory --ciphers -l --level -A --accept -R --reject --accept-regex --reject-regex -D --domains --exclude-domains -I --include-directories -X --exclude-directories --retry-on-http-error --progress --report-speed --restrict-file-names --start-pos --warc-file -Y --proxy --prefer-family --local-encoding --remote-encoding --hsts-file --compression --config --follow-tags --ignore-tags --use-askpass",
);

/** `wget`: each operand is a URL; `-O` takes all of them, else each keeps its name below `-P`. */
export function wget(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, WGET);
  const urls = line.operands.filter(looksLikeUrl);
  return does(...urls.map((url) => download("wget", url, outputOf(line, url, invocation))));
}

function outputOf(line: CommandLine, url: Argument, invocation: Invocation): Value | undefined {
  const document = valueOf(line, "-O", "--output-document")?.value;
  if (document === undefined) return joinPath(valueOf(line, "-P", "--directory-prefix")?.value, fileNameOf(url.value), url.at);
  return knownText(document) === "-" ? invocation.stdoutTo?.path : document;
}

const ARIA2 = optionSpec(
  "-o --out -d --dir -x --max-connection-per-server -s --split -j --max-concurrent-downloads -k --min-split-size -i --input-file -l --log -t --timeout -m --max-tries --header --referer -U --user-agent --checksum --load-cookies --save-cookies --http-user --http-passwd --all-proxy --http-proxy --https-proxy --connect-timeout --retry-wait --console-log-level --summary-interval --file-allocation --max-overall-download-limit --max-download-limit --check-certificate --ca-certificate --async-dns --allow-overwrite --auto-file-renaming",
);

/** `aria2c`: URLs, `-o` and `-d`, `--checksum=sha-256=…`. */
export function aria2c(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, ARIA2);
  const checksum = valueOf(line, "--checksum")?.value;
  const urls = line.operands.filter(looksLikeUrl);
  const name = valueOf(line, "-o", "--out")?.value;
  const directory = valueOf(line, "-d", "--dir")?.value;
  return does(
    ...urls.map((url) => ({ ...download("aria2c", url, joinPath(directory, name ?? fileNameOf(url.value), url.at)), ...(checksum === undefined ? {} : { checksum }) })),
  );
}

/** `axel URL -o FILE`. */
export function axel(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, AXEL);
  const name = valueOf(line, "-o", "--output")?.value;
  return does(...line.operands.filter(looksLikeUrl).map((url) => download("axel", url, name ?? fileNameOf(url.value))));
}

const AXEL = optionSpec("-s --max-speed -n --num-connections -o --output -U --user-agent -H --header -T --timeout");
