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
// Stops the build when the SDK header in use has other enum values than the Go side.

#include <cstdint>
#include <type_traits>

#include "IAgoraRtmCallManager.h"

namespace agora {
namespace rtm {
namespace {

template <typename Enum>
constexpr bool kHoldsUint32 = std::is_same_v<std::underlying_type_t<Enum>, std::uint32_t>;
`)
	for _, e := range api.Enums {
		fmt.Fprintln(&b)
		if e.Guard != nil {
			fmt.Fprintf(&b, "#ifndef %s\n", e.Guard.HiddenWhenDefined)
		}
		fmt.Fprintf(&b, "static_assert(kHoldsUint32<%s>);\n", e.Name)
		for _, v := range e.Values {
			fmt.Fprintf(&b, "static_assert(%s == %du);\n", v.Name, v.Value)
		}
		if e.Guard != nil {
			fmt.Fprintln(&b, "#endif")
		}
	}
	fmt.Fprint(&b, `
}  // namespace
}  // namespace rtm
}  // namespace agora
`)
	return b.Bytes(), nil
}
