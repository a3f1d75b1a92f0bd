# Shortcuts. What they run is in .ci/run and scripts/; there is nothing else here.
.PHONY: help ci test race bench lint fmt generate quickstart dropin arm64 docker
help:       ; @sed -n 's/^\([a-z0-9]*\): *; *\(.*\)/\1\t\2/p' Makefile
ci:         ; .ci/run
test:       ; .ci/run test
race:       ; .ci/run race
bench:      ; .ci/run bench
lint:       ; .ci/run gofmt gofumpt vet staticcheck clangformat shellcheck
fmt:        ; gofmt -w . && find cmd csrc examples include internal \( -name '*.h' -o -name '*.cc' \) -exec clang-format -i {} +
generate:   ; go generate ./internal/spec
quickstart: ; .ci/run quickstart
dropin:     ; scripts/dropin.sh $(if $(LAYOUT),--layout $(LAYOUT))
arm64:      ; scripts/arm64.sh
docker:     ; .ci/run docker
