// This file holds what a client writes into its log file, and the SDK's calls about it.

package emulator

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Results of the calls in this file, which have no enum.
const (
	settingOK             int32 = 0
	settingFailed         int32 = -1
	settingInvalid        int32 = -2
	settingNotInitialized int32 = -7
)

// Sizes of each of the two log files.
const (
	minLogKB     = 512
	maxLogKB     = 1 << 20
	defaultLogKB = 100 << 10
)

// logLevel is how severe a line is: the bit by which filters tell.
type logLevel uint32

const (
	logInfo     logLevel = 1
	logWarn     logLevel = 2
	logError    logLevel = 4
	logCritical logLevel = 8
)

func (l logLevel) String() string {
	switch l {
	case logInfo:
		return "INFO"
	case logWarn:
		return "WARN"
	case logError:
		return "ERROR"
	default:
		return "CRITICAL"
	}
}

// clientLog is the log of one client.
type clientLog struct {
	file   *logFile // nil when there is none
	filter logLevel // which lines are written
	limit  int64    // of file
	number uint64   // of the client in this process, to tell clients apart that share a file
}

var lastLogNumber atomic.Uint64

func newClientLog() clientLog {
	return clientLog{filter: logLevel(LogFilterInfo), limit: defaultLogKB << 10, number: lastLogNumber.Add(1)}
}

// SetLogFile lets the client write its log to this path, appending to what is there; when the file is full, it
// becomes the second one, name_1.ext, and another begins. Clients with the same path share it. Nothing of
// what is sent, and no token, is ever written. It returns 0, or -1 for an empty path. A file that cannot be
// opened is no error, there is just no log then: so does the SDK.
//
// Unlike the SDK, the client writes no log until it is told a path: files that appear in the working directory
// of every test would help nobody.
func (c *Client) SetLogFile(path string) int32 {
	if path == "" {
		return settingFailed
	}
	c.mu.Lock()
	limit := c.log.limit
	c.mu.Unlock()
	file, err := openLog(path, limit)
	if err != nil {
		slog.Warn("emulator: no log file", "path", path, "error", err)
	}
	c.mu.Lock()
	if c.released {
		c.mu.Unlock()
		file.release()
		return settingFailed
	}
	old := c.log.file
	c.log.file = file
	c.mu.Unlock()
	old.release()
	return settingOK
}

// SetLogFilter sets which lines are written, a LogFilter value; the default is LogFilterInfo. It returns 0,
// also for a value that is none, which changes nothing.
func (c *Client) SetLogFilter(filter uint32) int32 {
	switch int32(filter) {
	case LogFilterOff, LogFilterCritical, LogFilterError, LogFilterWarn, LogFilterInfo:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.log.filter = logLevel(filter)
	}
	return settingOK
}

// SetLogFileSize sets the size of each of the two files, in KB; the default is 102400. Less than 512 is taken
// for 512. It returns 0, or -1 for what is negative or above 1048576, which changes nothing. Of clients who share
// a file the last one says.
func (c *Client) SetLogFileSize(kb int) int32 {
	if kb < 0 || kb > maxLogKB {
		return settingFailed
	}
	if kb < minLogKB {
		// The SDK prints this; a library should leave the standard output to its program.
		slog.Warn("emulator: log files are larger than asked for", "kb", kb, "made", minLogKB)
		kb = minLogKB
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log.limit = int64(kb) << 10
	if c.log.file != nil {
		c.log.file.setLimit(c.log.limit)
	}
	return settingOK
}

// ownSwitches is what SetParameters knows, under the key "emulator".
type ownSwitches struct {
	StrictUTF8          *bool `json:"strict_utf8"`
	LiftFrequencyLimits *bool `json:"lift_frequency_limits"`
}

// SetParameters takes private options as JSON. The SDK's own have no effect here; the engine has switches under one
// key, which do for the whole App what the methods of App of these names do, for programs that cannot call those:
//
//	{"emulator": {"strict_utf8": true, "lift_frequency_limits": true}}
//
// It returns 0, -2 for what is no JSON object and for switches of a wrong type, -7 before Initialize.
func (c *Client) SetParameters(text string) int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.app == nil || c.released {
		return settingNotInitialized
	}
	var options map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &options); err != nil || options == nil {
		return settingInvalid
	}
	if own, found := options["emulator"]; found {
		var to ownSwitches
		if err := json.Unmarshal(own, &to); err != nil {
			return settingInvalid
		}
		if to.StrictUTF8 != nil {
			c.app.SetStrictUTF8(*to.StrictUTF8)
		}
		if to.LiftFrequencyLimits != nil {
			c.app.LiftFrequencyLimits(*to.LiftFrequencyLimits)
		}
	}
	c.logf(logInfo, "parameters set")
	return settingOK
}

// logs tells whether there is a log file. The caller holds c.mu, as in all that follows.
func (c *Client) logs() bool { return c.log.file != nil }

// logf writes a line. Where calls may be many, ask logs first: making the arguments has its price.
func (c *Client) logf(level logLevel, format string, args ...any) {
	if c.log.file == nil || c.log.filter&level == 0 {
		return
	}
	now := time.Now()
	if c.app != nil {
		now = c.app.clock.Now()
	}
	line := now.UTC().AppendFormat(nil, "2006-01-02T15:04:05.000Z ")
	line = fmt.Appendf(line, "%-8v client %d: ", level, c.log.number)
	line = fmt.Appendf(line, format, args...)
	c.log.file.add(append(line, '\n'))
}

// logRefused writes down a call that was refused.
func (c *Client) logRefused(op Operation, code int32) {
	if c.logs() {
		c.logf(logWarn, "%v refused, code %d", op, code)
	}
}

// logEvent writes down what the application is told: that there was a result, and which, never what was in
// it. Messages, and notices as frequent as these, are not written down.
func (c *Client) logEvent(e *Event) {
	level := logInfo
	if e.Code != 0 {
		level = logWarn
	}
	switch e.Kind {
	case EventPeerSendResult, EventPeerMessage, EventChannelMessage, EventChannelSendResult,
		EventMemberJoined, EventMemberLeft, EventMemberCount, EventPeersOnlineStatusChanged,
		EventMediaUploadingProgress, EventMediaDownloadingProgress:
		return
	case EventConnectionStateChanged:
		if e.Code != ConnectionStateReconnecting && e.Code != ConnectionStateAborted {
			level = logInfo
		}
		c.logf(level, "connection state %s, reason %d", stateName(e.Code), e.Reason)
		return
	case EventTokenPrivilegeWillExpire, EventTokenExpired:
		level = logWarn
	case EventLoginFailure:
		level = logError
	}
	switch {
	case e.ch != nil:
		c.logf(level, "%v, code %d, channel %q", e.Kind, e.Code, e.ch.id)
	case e.ID != 0:
		c.logf(level, "%v, code %d, request %d", e.Kind, e.Code, e.ID)
	default:
		c.logf(level, "%v, code %d", e.Kind, e.Code)
	}
}

var stateNames = [...]string{
	ConnectionStateDisconnected: "DISCONNECTED",
	ConnectionStateConnecting:   "CONNECTING",
	ConnectionStateConnected:    "CONNECTED",
	ConnectionStateReconnecting: "RECONNECTING",
	ConnectionStateAborted:      "ABORTED",
}

func stateName(state int32) string { return nameOf(stateNames[:], int(state), "State") }
