package main

import (
	"bytes"
	"fmt"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// headerChecks writes csrc/enum_check_gen.cc. The shim passes enums on as numbers, so a header with
// other numbers (the vendor's, of another version) has to stop the build.
func headerChecks(api *spec.API) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprint(&b, generatedBy, `
// Stops the build when the SDK header in use has other enum values than the Go side. What it lacks
// is found in enum_values_gen.h, and is right by itself.

#include "sdk.h"

namespace agora {
namespace rtm {
namespace {

template <typename Enum>
constexpr bool kHoldsUint32 = std::is_same_v<std::underlying_type_t<Enum>, std::uint32_t>;
`)
	for _, e := range api.Enums {
		fmt.Fprintf(&b, "\nstatic_assert(kHoldsUint32<%s>);\n", e.Name)
		for _, v := range e.Values {
			fmt.Fprintf(&b, "static_assert(%s == %du);\n", v.Name, v.Value)
		}
	}
	fmt.Fprint(&b, `
}  // namespace
}  // namespace rtm
}  // namespace agora
`)
	return b.Bytes(), nil
}

// headerValues writes csrc/enum_values_gen.h: every enum once more, for headers of versions (or
// with macros defined) that lack some.
func headerValues(api *spec.API) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprint(&b, generatedBy, `
// All enums of the interface, outside the SDK's namespace: what the SDK header in use lacks is
// found here. See sdk.h.
#ifndef AGORA_RTM_GO_CSRC_ENUM_VALUES_GEN_H_
#define AGORA_RTM_GO_CSRC_ENUM_VALUES_GEN_H_

#include <cstdint>

namespace rtm_shim {
namespace expected {
`)
	for _, e := range api.Enums {
		fmt.Fprintf(&b, "\nenum %s : std::uint32_t {\n", e.Name)
		for _, v := range e.Values {
			fmt.Fprintf(&b, "  %s = %du,\n", v.Name, v.Value)
		}
		fmt.Fprintln(&b, "};")
	}
	fmt.Fprint(&b, `
}  // namespace expected
}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_ENUM_VALUES_GEN_H_
`)
	return b.Bytes(), nil
}
