// This file holds the log file of a client, and the numbers of the SDK's log calls.

package emulator

// SetLogFile sets the path of the log file, absolute. It returns 0, or -1 for an empty path.
func (c *Client) SetLogFile(path string) int32 { panic("to do") }

// SetLogFilter sets which lines are written, a LogFilter value. It returns 0.
func (c *Client) SetLogFilter(filter uint32) int32 { panic("to do") }

// SetLogFileSize sets the size of each of the two files, in KB. It returns 0, or -1 for a negative size.
func (c *Client) SetLogFileSize(kb int) int32 { panic("to do") }

// SetParameters takes private options as JSON. It returns 0, -2 for what is no JSON object, -7 before
// Initialize.
func (c *Client) SetParameters(json string) int32 { panic("to do") }
