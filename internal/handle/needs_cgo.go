//go:build !cgo

// Without cgo there is no binding. This package is the first of it that such a
// build compiles, and the name that is not declared here its only error, which
// says what to do. Package emulator, the cloud alone, needs no cgo.

package handle

var _ = agorartm_needs_cgo__build_with_CGO_ENABLED_1_and_a_Cxx_compiler_installed
