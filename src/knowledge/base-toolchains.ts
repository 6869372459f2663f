import { officialName, type ImageName } from "./images.ts";

/** What an image brings to compile with. */
export interface BaseTools {
  /** Package names in the words of the image's own distribution. */
  readonly packages: readonly string[];
  /** The minor version of the `python` that comes first in PATH, as `3.9`. */
  readonly python?: string;
  /** The major version of `node`. */
  readonly node?: string;
}

/** Source: docker-library/buildpack-deps, debian Dockerfile.template, 2026-08-21. */
const BUILDPACK = (
  "autoconf automake bzip2 ca-certificates curl default-libmysqlclient-dev dpkg-dev file g++ gcc git gnupg imagemagick libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev " +
  "libglib2.0-dev libgmp-dev libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev libpng-dev libpq-dev libreadline-dev " +
  "libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev libyaml-dev make mercurial patch pkg-config python3 unzip wget xz-utils zlib1g-dev"
).split(" ");

/** Official images that hold nothing to compile with in any of their tags. */
const BARE = /^(?:debian|ubuntu|alpine|amazonlinux|rockylinux|almalinux|oraclelinux|fedora|centos|photon|busybox|nginx|httpd|postgres|redis|eclipse-temurin|openjdk|amazoncorretto|maven|gradle|tomcat)$/;
/** Official images whose plain tags are built on buildpack-deps; their -slim and -alpine ones are bare. */
const FULL = /^(?:python|node|ruby|perl|rust|gcc|buildpack-deps|pypy|golang|erlang|elixir|haskell)$/;

/** What an image brings along to compile with, by its name; undefined when that is not known. */
export function baseTools(image: ImageName): BaseTools | undefined {
  const tag = (image.tag ?? "latest").toLowerCase();
  const name = officialName(image);
  const versions = { ...pythonIn(name, image, tag), ...nodeIn(name, tag) };
  const packages = packagesIn(name, image, tag);
  if (packages === undefined && Object.keys(versions).length === 0) return undefined;
  return packages === undefined ? undefined : { packages, ...versions };
}

/** The Python that an image's name tells, also where nothing else is known of it. */
export function basePython(image: ImageName): string | undefined {
  return pythonIn(officialName(image), image, (image.tag ?? "latest").toLowerCase()).python;
}

function packagesIn(name: string | undefined, image: ImageName, tag: string): readonly string[] | undefined {
  if (name === undefined) return ofPublisher(image, tag);
  if (BARE.test(name)) return name === "amazonlinux" ? ["ca-certificates", "curl"] : [];
  if (name === "php") return /alpine/.test(tag) ? [] : ["autoconf", "dpkg-dev", "file", "g++", "gcc", "libc6-dev", "make", "pkg-config", "re2c", "ca-certificates", "curl", "xz-utils"];
  if (!FULL.test(name)) return undefined;
  if (/alpine/.test(tag)) return name === "rust" ? ["gcc", "ca-certificates"] : [];
  if (/slim/.test(tag)) return name === "rust" ? ["gcc", "libc6-dev", "ca-certificates"] : ["ca-certificates"];
  if (name === "golang") return ["g++", "gcc", "libc6-dev", "make", "pkg-config", "git", "curl", "ca-certificates"];
  if (name === "buildpack-deps" && /curl|scm/.test(tag)) return ["ca-certificates", "curl", "gnupg"];
  return BUILDPACK;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/python-image.html: the images hold the runtime and no compiler. */
function ofPublisher({ domain, path }: ImageName, tag: string): readonly string[] | undefined {
  const whole = domain === undefined || domain === "docker.io" ? path : `${domain}/${path}`;
  if (/^public\.ecr\.aws\/lambda\/(?:python|nodejs)$|^amazon\/aws-lambda-(?:python|nodejs)$/.test(whole)) return [];
  if (/^public\.ecr\.aws\/amazonlinux\/amazonlinux$|^(?:registry\.access\.redhat\.com|redhat)\/ubi\d+(?:-minimal|\/ubi(?:-minimal)?)$/.test(whole)) return [];
  // https://docs.astral.sh/uv/guides/integration/docker/: the derived images are those of python, or bare Debian and Alpine.
  if (/^ghcr\.io\/astral-sh\/uv$/.test(whole) && /slim|alpine|debian/.test(tag)) return ["ca-certificates"];
  return /^ghcr\.io\/astral-sh\/uv$/.test(whole) && /^(?:[\d.]+-)?python3/.test(tag) ? BUILDPACK : undefined;
}

function pythonIn(name: string | undefined, { path }: ImageName, tag: string): { readonly python?: string } {
  const version =
    name === "python" || /(?:^|\/)(?:lambda\/python|aws-lambda-python)$/.test(path)
      ? /^(\d\.\d+)(?:$|[.\-a-z])/.exec(tag)?.[1]
      : name === undefined
        ? /(?:^|[-_.])(?:python|py)-?(3\.\d+)(?:$|[-_.])/.exec(tag)?.[1]
        : undefined;
  return version === undefined ? {} : { python: version };
}

function nodeIn(name: string | undefined, tag: string): { readonly node?: string } {
  const version = name === "node" ? /^(\d+)(?:$|[.-])/.exec(tag)?.[1] : undefined;
  return version === undefined ? {} : { node: version };
}
