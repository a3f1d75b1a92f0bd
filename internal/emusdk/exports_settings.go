// This file holds the Go functions that the C++ side calls for parameters and logs.

package emusdk

/*
#include "wire.h"
*/
import "C"

import "unsafe"

//export emusdk_set_parameters
func emusdk_set_parameters(h unsafe.Pointer, json *C.char, jsonLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.SetParameters(text(json, jsonLen)) })
}

//export emusdk_set_log_file
func emusdk_set_log_file(h unsafe.Pointer, path *C.char, pathLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.SetLogFile(text(path, pathLen)) })
}

//export emusdk_set_log_filter
func emusdk_set_log_filter(h unsafe.Pointer, filter C.uint32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.SetLogFilter(uint32(filter)) })
}

//export emusdk_set_log_file_size
func emusdk_set_log_file_size(h unsafe.Pointer, kb C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.SetLogFileSize(int(kb)) })
}
