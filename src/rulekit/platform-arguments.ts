/** Arguments that BuildKit fills by itself: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
const PLATFORM_ARGUMENTS: ReadonlySet<string> = new Set([
  "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT",
  "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT",
]);

/** Whether BuildKit fills an argument of this name, once it is declared. */
export function isPlatformArgument(name: string): boolean {
  return PLATFORM_ARGUMENTS.has(name);
}
