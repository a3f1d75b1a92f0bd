// This file holds files and images in the memory cloud.

package emulator

import (
	"crypto/rand"
	"time"
)

// memMedia are the files of a memory cloud, the oldest first.
type memMedia struct {
	byID  map[string]*memFile
	order []*memFile
	size  int64
	// limit and life are set by SetMediaLimits.
	limit int64
	life  time.Duration
}

// memFile is one file. Its data never changes and is shared with those who download it.
type memFile struct {
	id   string
	data []byte
	at   time.Time
}

func newMemMedia() memMedia {
	return memMedia{byID: make(map[string]*memFile), limit: mediaStoreSize, life: mediaLife}
}

// dropOld forgets files that have been kept for their time. No timer does: they are looked at when they matter.
func (m *memMedia) dropOld(now time.Time) {
	for len(m.order) > 0 && !m.order[0].at.Add(m.life).After(now) {
		m.dropFirst()
	}
}

func (m *memMedia) dropFirst() {
	f := m.order[0]
	m.order[0] = nil // the slot goes with the next growth
	m.order = m.order[1:]
	m.size -= int64(len(f.data))
	delete(m.byID, f.id)
}

// makeRoom drops the oldest until n more bytes keep to the limit. It fails if they never do.
func (m *memMedia) makeRoom(n int64) bool {
	if n > m.limit {
		return false
	}
	for m.size+n > m.limit {
		m.dropFirst()
	}
	return true
}

func (c *memory) SetMediaLimits(total int64, life time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.media.limit, c.media.life = max(total, 0), life
	c.media.makeRoom(0)
}

func (s *memSession) StoreMedia(req uint64, data []byte) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	now := c.clock.Now()
	c.media.dropOld(now)
	size := int64(len(data))
	if !c.media.makeRoom(size) {
		s.sink.Reply(req, UploadMediaErrFailure, nil)
		return
	}
	f := &memFile{id: rand.Text(), data: data, at: now}
	c.media.byID[f.id] = f
	c.media.order = append(c.media.order, f)
	c.media.size += size
	s.sink.Reply(req, UploadMediaErrOK, &Details{Media: &Media{ID: f.id, Size: size}})
}

func (s *memSession) FetchMedia(req uint64, mediaID string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	c.media.dropOld(c.clock.Now())
	if f := c.media.byID[mediaID]; f != nil {
		s.sink.Reply(req, DownloadMediaErrOK, &Details{Data: f.data})
		return
	}
	s.sink.Reply(req, DownloadMediaErrNotExist, nil)
}
