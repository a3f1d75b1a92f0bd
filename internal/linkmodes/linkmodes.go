// Package linkmodes tests that the binding can be used from other modules, in each way of linking:
// see linkmodes_test.go, which is built with -tags linkmodes because it compiles everything anew.
package linkmodes
