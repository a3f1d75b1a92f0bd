// The service context: areas and cloud proxy, for the whole process.

package agorartm

import "sync"

// ServiceContext says which servers the services of a process may use, and how.
//
// Implements: struct RtmServiceContext
type ServiceContext struct {
	// AreaCode is the areas whose servers may be used, or-ed together. There is
	// no default: AreaCodeGlob is all of them. AreaCodeIN only works from India.
	AreaCode AreaCode
	// ProxyType chooses the cloud proxy; the zero value is none.
	ProxyType CloudProxyType
}

// openServices counts the services of the process. The native library takes a
// context only while there are none, and does not say so reliably.
var openServices struct {
	sync.Mutex
	n int
}

func serviceOpened() {
	openServices.Lock()
	defer openServices.Unlock()
	openServices.n++
}

func serviceClosed() {
	openServices.Lock()
	defer openServices.Unlock()
	openServices.n--
}

// SetServiceContext sets the context for all services made from now on. It is
// for the whole process, and must be called while no Service is open: before
// the first NewService, or after all are closed.
//
// Errors: ErrInvalidArgument (context), ErrServicesOpen,
// SetServiceContextErrCode, ErrNative.
//
// Implements: agora::rtm::SET_RTM_SERVICE_CONTEXT_ERR_CODE setRtmServiceContext(const RtmServiceContext& context)
func SetServiceContext(context ServiceContext) error {
	const op, failure = "SetServiceContext", SetServiceContextErrFailure
	if context.AreaCode == 0 {
		return opError(op, false, coded(failure, badArgument("context.AreaCode", "names no area")))
	}
	if context.ProxyType != CloudProxyNone && context.ProxyType != CloudProxyTCP {
		return opError(op, false, coded(failure, badArgument("context.ProxyType", "is not one of the SDK")))
	}
	openServices.Lock()
	defer openServices.Unlock()
	if openServices.n > 0 {
		return opError(op, false, ErrServicesOpen)
	}
	return opError(op, false, nativeError(
		setNativeServiceContext(uint32(context.AreaCode), int32(context.ProxyType)),
		codeError[SetServiceContextErrCode]))
}
