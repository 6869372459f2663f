/** A Dockerfile with so many copies of a varied stage body: its length grows with them and nothing else does. */
export function growthSample(copies: number): string {
  return `FROM debian:12\nARG TARGETARCH\n${Array.from({ length: copies }, (_, index) => body(index)).join("")}`;
}

function body(index: number): string {
  return `ARG TOOL_${index}_VERSION=1.${index}.0
ENV TOOL_${index}_HOME=/opt/tool-${index}
RUN set -eu; \\
    case "$TARGETARCH" in amd64) machine=x86_64 ;; arm64) machine=aarch64 ;; *) exit 1 ;; esac; \\
    curl -fsSL "https://downloads.example/tool-${index}/\${TOOL_${index}_VERSION}/tool-linux-$machine.tar.gz" | tar -xz -C /opt
RUN if [ "$(uname -m)" = x86_64 ]; then apt-get install -y libtool-${index}; fi \\
    && for part in one two three; do echo "$part" >> "$TOOL_${index}_HOME/parts"; done
ADD https://downloads.example/plugin-${index}-amd64.zip /opt/plugins/
COPY files-${index} /opt/tool-${index}/files
`;
}
