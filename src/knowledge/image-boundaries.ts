import type { ImageName } from "./images.ts";
import { compareVersions } from "./version.ts";

/** The version at which an image beyond Docker's official ones began to be published for linux/arm64. */
export interface ImageBoundary {
  /** First version with linux/arm64. */
  readonly since: string;
  readonly confidence: "high" | "medium";
  readonly evidence: { readonly statement: string; readonly source: string; readonly asOf: string };
}

interface Row {
  readonly name: RegExp;
  /** Tags that are versions of the image itself; its first group is the version. */
  readonly tag: RegExp;
  readonly since: string;
  readonly confidence: "high" | "medium";
  readonly source: string;
}

const PLAIN = /^v?(\d+(?:\.\d+)+)(?:-|$)/;

/** Sources: the projects' own build files and release notes, read on 2026-11-22. */
const ROWS: readonly Row[] = [
  { name: /^selenium\/(?:standalone-(?:firefox|chromium)|node-(?:firefox|chromium)|hub)$/, tag: PLAIN, since: "4.21.0", confidence: "high", source: "SeleniumHQ/docker-selenium, release 4.21.0" },
  { name: /^cypress\/included$/, tag: PLAIN, since: "10.2.0", confidence: "high", source: "cypress-io/cypress-docker-images" },
  { name: /^docker\.elastic\.co\/elasticsearch\/elasticsearch$/, tag: PLAIN, since: "7.8.0", confidence: "high", source: "docker-library/official-images, elasticsearch 7.8.0" },
  { name: /^(?:quay\.io\/argoproj|argoproj)\/argocd$/, tag: PLAIN, since: "2.3.0", confidence: "high", source: "argoproj/argo-cd, release 2.3.0" },
  { name: /^istio\/(?:proxyv2|pilot|install-cni|istioctl|operator)$/, tag: PLAIN, since: "1.15.0", confidence: "high", source: "istio/istio, release 1.15.0" },
  { name: /^envoyproxy\/envoy$/, tag: PLAIN, since: "1.16", confidence: "medium", source: "envoyproxy/envoy, release 1.16.0" },
  { name: /^koalaman\/shellcheck(?:-alpine)?$/, tag: PLAIN, since: "0.7.1", confidence: "high", source: "koalaman/shellcheck, .multi_arch_docker of v0.7.1" },
  { name: /^nvidia\/cuda$/, tag: /^(\d+\.\d+(?:\.\d+)?)-/, since: "11.0", confidence: "high", source: "NVIDIA's image list: nvidia/cuda-arm64 in 2020, one index since 2021" },
  { name: /^continuumio\/miniconda3$/, tag: PLAIN, since: "4.9.2", confidence: "high", source: "ContinuumIO/docker-images" },
  { name: /^continuumio\/anaconda3$/, tag: /^(20\d\d\.\d\d)$/, since: "2021.05", confidence: "high", source: "ContinuumIO/docker-images" },
  { name: /^phusion\/baseimage$/, tag: /^(0\.\d+(?:\.\d+)?)$/, since: "1.0", confidence: "high", source: "phusion/baseimage-docker, focal-1.0.0" },
  { name: /^confluentinc\/cp-/, tag: PLAIN, since: "7.0", confidence: "medium", source: "confluentinc, release 7.0 and 7.1" },
  { name: /^(?:quay\.io\/)?debezium\//, tag: PLAIN, since: "1.9", confidence: "high", source: "debezium/container-images" },
  { name: /^(?:ghcr\.io\/)?runatlantis\/atlantis$/, tag: PLAIN, since: "0.19.0", confidence: "high", source: "runatlantis/atlantis issue 2001" },
  { name: /^kasmweb\//, tag: PLAIN, since: "1.10", confidence: "medium", source: "kasmtech/workspaces-images" },
  { name: /^mcr\.microsoft\.com\/dotnet\/(?:core\/)?sdk$/, tag: /^(\d+\.\d+)(?:\.\d+)?-alpine/, since: "6.0", confidence: "high", source: "dotnet/dotnet-docker: arm64 Dockerfiles of the Alpine SDK" },
];

/** Set for an image whose version is older than the first one with linux/arm64; undefined for all others and for unknown tags. */
export function imageBoundary({ domain, path, tag }: ImageName): ImageBoundary | undefined {
  const name = domain === undefined || domain === "docker.io" ? path : `${domain}/${path}`;
  const row = ROWS.find((candidate) => candidate.name.test(name));
  const version = row?.tag.exec(tag ?? "")?.[1];
  if (row === undefined || version === undefined || (compareVersions(version, row.since) ?? 0) >= 0) return undefined;
  return { since: row.since, confidence: row.confidence, evidence: { statement: `${name} is published for linux/arm64 since ${row.since}`, source: row.source, asOf: "2026-11-22" } };
}
