// This file holds files and images between a client and the cloud, and the knobs for their transfer.

package emulator

import (
	"sync/atomic"
	"time"
)

// MediaSession is the part of Session about files and images. The bytes travel in one piece: it is the client
// that lets a transfer take its time.
type MediaSession interface {
	// StoreMedia keeps a file for 7 days, and is answered by Sink.Reply with an UploadMediaErr code and
	// Details.Media, of which ID and Size are set. The data must not be changed afterwards.
	StoreMedia(req uint64, data []byte)
	// FetchMedia is answered by Sink.Reply with a DownloadMediaErr code and Details.Data. NotExist is the code
	// for an id that is unknown or whose file has been dropped.
	FetchMedia(req uint64, mediaID string)
}

// The limits of files and their transfer.
const (
	maxMediaSize     = 30 * 1024 * 1024 // of one file
	maxTransfers     = 9                // of one client at a time
	maxMediaID       = 256
	mediaIdleTimeout = 120 * time.Second // without traffic
	mediaInterval    = time.Second       // between reports of progress
	mediaLife        = 7 * 24 * time.Hour
	mediaStoreSize   = 512 * 1024 * 1024 // of all files of an App
)

// validMediaID tells whether id can name a file: visible ASCII.
func validMediaID(id string) bool {
	if id == "" || len(id) > maxMediaID {
		return false
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return true
}

// mediaKnobs are what a test can do to transfers.
type mediaKnobs struct {
	speed   atomic.Int64        // bytes per second; 0 is at once
	stalled map[string]struct{} // users whose transfers stand still; guarded by App.mu
}

// SetMediaSpeed lets every transfer of a file take its time: bytesPerSecond, by the App's clock, with a report of
// progress each second. 0, which is how an App begins, is at once and without reports.
func (a *App) SetMediaSpeed(bytesPerSecond int64) { a.media.speed.Store(max(bytesPerSecond, 0)) }

// SetMediaLimits sets how many bytes of files the App keeps, the oldest going first, and how long. It begins with
// 512 MB and 7 days.
func (a *App) SetMediaLimits(total int64, life time.Duration) { a.cloud.SetMediaLimits(total, life) }

// StallMedia lets the user's transfers stand still, or move again within a second. One that stands still for
// 120 s ends with TIMEOUT.
func (a *App) StallMedia(userID string, stall bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !stall {
		delete(a.media.stalled, userID)
		return
	}
	if a.media.stalled == nil {
		a.media.stalled = make(map[string]struct{})
	}
	a.media.stalled[userID] = struct{}{}
}

// mediaStalled tells whether the user's transfers stand still.
func (a *App) mediaStalled(userID string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, stalled := a.media.stalled[userID]
	return stalled
}
