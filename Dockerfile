# An image with the example programs and the emulator daemon. compose.yaml shows
# them at work.
#
#   docker build .                                              on the embedded engine
#   docker build --build-arg SDK_ARCHIVE=lib/sdk.zip \
#                --build-arg SDK_VERSION=1.5.0 .                on Agora's SDK, from a file of this directory
#   docker build --build-arg SDK_VERSION=1.5.0 .                on Agora's SDK, downloaded from Agora
ARG GO_VERSION=1.26

FROM golang:${GO_VERSION}-bookworm AS build
WORKDIR /src

# The modules change less often than the code.
COPY go.mod go.sum ./
RUN go mod download

COPY . .

# What the vendor's SDK is made of lies in /opt/agora; without one, nothing does.
ARG SDK_VERSION=""
ARG SDK_ARCHIVE=""
ARG SDK_SHA256=""
RUN set -eu; \
    if [ -n "$SDK_VERSION$SDK_ARCHIVE" ]; then \
      apt-get update; \
      apt-get install -y --no-install-recommends unzip; \
      rm -rf /var/lib/apt/lists/*; \
      scripts/fetch_sdk.sh --prefix /opt/agora --version "${SDK_VERSION:-1.5.0}" \
        ${SDK_ARCHIVE:+--archive "$SDK_ARCHIVE"} ${SDK_SHA256:+--sha256 "$SDK_SHA256"}; \
    fi

# /out is what goes into /usr/local of the image: programs in bin, the vendor's
# library in lib, where the programs find it by their rpath.
RUN set -eu; \
    mkdir -p /out/bin /out/lib; \
    tags=""; \
    for sdk in /opt/agora/agora-rtm-*; do \
      [ -d "$sdk" ] || continue; \
      tags=agora_sdk; \
      export PKG_CONFIG_PATH="$sdk/lib/pkgconfig"; \
      cp -P "$sdk"/lib/*.so /out/lib/; \
    done; \
    CGO_ENABLED=1 go build -tags "$tags" -buildvcs=false -trimpath -ldflags "-s -w -r \$ORIGIN/../lib" \
      -o /out/bin/ ./cmd/agora-rtm-emulator ./examples/quickstart ./examples/duet

FROM debian:bookworm-slim
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin agora
# For token servers: the programs speak TLS, and this image brings no roots.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/ /usr/local/
USER 10001:10001
# The vendor's library writes its log file here.
WORKDIR /home/agora
# Two users of one process, who greet each other for as long as it runs; the
# image is healthy while they do. Other things to run: quickstart,
# agora-rtm-emulator, duet with one user (see compose.yaml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["duet", "-heartbeat", "/tmp/duet.heartbeat", "-check", "30s"]
CMD ["duet", "-rounds", "0", "-timeout", "0", "-pause", "1s", "-heartbeat", "/tmp/duet.heartbeat"]
