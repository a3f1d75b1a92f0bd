package main

import (
	"bytes"
	"fmt"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// emulatorCodes writes emulator/codes_gen.go: the bare numbers. The emulator imports nothing of
// ours and speaks to C++, so it needs neither types nor texts.
func emulatorCodes(api *spec.API) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprint(&b, generatedBy, `
// This file holds the values of the SDK's enums, as numbers that go straight to the C++ side.

package emulator
`)
	for _, e := range api.Enums {
		about, err := enumMeaning(e.Name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n%s\nconst (\n", comment("", "Values of "+e.Name+": "+about+"."))
		for _, v := range e.Values {
			text, err := meaning(v.Name)
			if err != nil {
				return nil, err
			}
			name := valueName(v.Name)
			fmt.Fprintln(&b, comment("\t", name+" is "+v.Name+": "+text+"."))
			// The SDK's methods take and return int, where the one value beyond 31 bits is negative.
			fmt.Fprintf(&b, "\t%s int32 = %d\n", name, int32(v.Value))
		}
		fmt.Fprint(&b, ")\n")
	}
	return gofmt(b.Bytes())
}
