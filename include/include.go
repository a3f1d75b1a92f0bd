// Package include holds the C++ interface of the RTM SDK, in our own words and with the vendor's
// binary layout. There is no Go in it: cgo packages name the directory in their include path.
//
// Embedding the headers makes them inputs of this package, so that the build cache notices when
// one changes. A cgo package that uses them imports this one.
package include

import "embed"

//go:embed *.h
var _ embed.FS
