//go:build !cgo

// Without cgo there is no binding. The name that is not declared here is the
// first error of such a build (the file is the first of the package), and says
// what to do. Package emulator, the cloud alone, needs no cgo.

package agorartm

var _ = agorartm_needs_cgo__build_with_CGO_ENABLED_1_and_a_Cxx_compiler_installed
