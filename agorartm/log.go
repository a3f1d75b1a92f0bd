// The native library's own log, and its private parameters.

package agorartm

import (
	"fmt"
	"path/filepath"
	"strconv"
)

// Bounds of SetLogFileSize, in KB.
const (
	// MinLogFileKB is the smallest log file.
	MinLogFileKB = 512
	// MaxLogFileKB is the largest log file: 1 GB.
	MaxLogFileKB = 1024 * 1024
)

// ResultCode is what a call returned for which the SDK has no enum. Whatever is
// not 0 is a failure.
type ResultCode int32

// resultInvalidArgument is what setParameters returns for what is not JSON.
const resultInvalidArgument ResultCode = -2

// String returns the number.
func (c ResultCode) String() string { return strconv.Itoa(int(c)) }

// Error says that the call failed, and gives the number.
func (c ResultCode) Error() string { return "the SDK returned " + c.String() }

// Is tells errors.Is which of this package's shared errors c stands for.
func (c ResultCode) Is(target error) bool {
	return c == resultInvalidArgument && target == ErrInvalidArgument
}

// SetLogFile makes the native library log to a file, whose directory must exist
// and be writable. When it is missing or cannot be written the SDK reports
// nothing: SetLogFile returns nil, and no log is written, so make the directory
// before. (The embedded engine warns on slog's default logger.) A relative path
// is taken from the working directory.
//
// What was logged before is elsewhere: WithLogFile comes first. Without either
// the official SDK on Linux logs to agorartm.log in the working directory; the
// embedded engine writes no log file unless it is told one.
//
// Errors: ErrInvalidArgument (path), ResultCode, ErrClosed.
//
// Implements: int setLogFile(const char* logfile)
func (s *Service) SetLogFile(path string) error {
	const op = "SetLogFile"
	if err := checkLogFile("path", path); err != nil {
		return opError(op, false, err)
	}
	return s.core.set(op, func(n nativeService) int32 { return setLogFile(n, path) })
}

// SetLogFilter chooses what the native library logs.
//
// Errors: ErrInvalidArgument (filter), ResultCode, ErrClosed.
//
// Implements: int setLogFilter(LOG_FILTER_TYPE filter)
func (s *Service) SetLogFilter(filter LogFilterType) error {
	const op = "SetLogFilter"
	if err := checkLogFilter("filter", filter); err != nil {
		return opError(op, false, err)
	}
	return s.core.set(op, func(n nativeService) int32 { return n.setLogFilter(uint32(filter)) })
}

// SetLogFileSize bounds the size of each of the two log files that the native
// library writes by turns: 512 KB to 1048576 KB (1 GB), 100 MB by default.
//
// Errors: ErrInvalidArgument (kb), ResultCode, ErrClosed.
//
// Implements: int setLogFileSize(int fileSizeInKBytes)
func (s *Service) SetLogFileSize(kb int) error {
	const op = "SetLogFileSize"
	if err := checkLogFileSize("kb", kb); err != nil {
		return opError(op, false, err)
	}
	return s.core.set(op, func(n nativeService) int32 { return n.setLogFileSize(int32(kb)) })
}

// SetParameters passes private options to the native library, as the text of a
// JSON object. For what Agora's support tells to set.
//
// Errors: ErrInvalidArgument (json), ResultCode, ErrClosed.
//
// Implements: int setParameters(const char* parameters)
func (s *Service) SetParameters(json string) error {
	const op = "SetParameters"
	if err := checkText("json", json); err != nil {
		return opError(op, false, err)
	}
	return s.core.set(op, func(n nativeService) int32 { return n.setParameters(json) })
}

// set runs a call that has its whole result in what it returns.
func (c *core) set(op string, native func(nativeService) int32) error {
	if !c.guard.enter() {
		return opError(op, false, ErrClosed)
	}
	defer c.guard.leave()
	return opError(op, false, resultError(native(c.native)))
}

// resultError is nativeError for a code without an enum, which keeps its sign.
func resultError(code int32) error {
	switch code {
	case 0:
		return nil
	case nativeErrException, nativeErrNullObject:
		return nativeError(code, nil)
	}
	return ResultCode(code)
}

// logConfig is what the options say of the native library's log.
type logConfig struct {
	file   string // "" is the library's own choice
	filter *LogFilterType
	sizeKB int // 0 is the library's own choice
}

// apply must come right after initialize: what is logged before goes elsewhere.
func (l logConfig) apply(n nativeService) error {
	if l.file != "" {
		if err := resultError(setLogFile(n, l.file)); err != nil {
			return fmt.Errorf("WithLogFile: %w", err)
		}
	}
	if l.filter != nil {
		if err := resultError(n.setLogFilter(uint32(*l.filter))); err != nil {
			return fmt.Errorf("WithLogFilter: %w", err)
		}
	}
	if l.sizeKB != 0 {
		if err := resultError(n.setLogFileSize(int32(l.sizeKB))); err != nil {
			return fmt.Errorf("WithLogFileSize: %w", err)
		}
	}
	return nil
}

// setLogFile gives the SDK an absolute path, for it takes no other.
func setLogFile(n nativeService, path string) int32 {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return n.setLogFile(path)
}

func checkLogFile(field, path string) error {
	if path == "" {
		return badArgument(field, "is empty")
	}
	return checkText(field, path)
}

func checkLogFilter(field string, filter LogFilterType) error {
	switch filter {
	case LogFilterOff, LogFilterCritical, LogFilterError, LogFilterWarn, LogFilterInfo:
		return nil
	}
	return badArgument(field, "is not a level of the SDK")
}

func checkLogFileSize(field string, kb int) error {
	if kb < MinLogFileKB || kb > MaxLogFileKB {
		return badArgument(field, "is not between 512 KB and 1 GB")
	}
	return nil
}
