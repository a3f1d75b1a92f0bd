// This file writes what only a few kinds of events have, as entries behind a record; wire.h lists them.

package emusdk

import (
	"encoding/binary"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// rareFields are the fields of an event that most have not.
type rareFields struct {
	id      int64  // the key of an invitation, in place of the id
	data    []byte // what was downloaded, in place of the raw data
	count   int32  // how many entries there are
	entries []byte
}

func rareFieldsOf(e *emulator.Event) (r rareFields) {
	if e.Message != nil && e.Message.Media != nil {
		r.addMedia(e.Message.Media)
	}
	for _, user := range e.Users {
		r.add()
		r.text(user)
	}
	d := e.Details
	if d == nil {
		return r
	}
	r.id, r.data = int64(d.Invitation), d.Data
	for _, p := range d.Peers {
		r.add()
		r.text(p.PeerID)
		r.number(int64(p.State))
	}
	for _, user := range d.Users {
		r.add()
		r.text(user)
	}
	for _, a := range d.Attributes {
		r.add()
		r.text(a.Key)
		r.text(a.Value)
		r.text(a.UpdatedBy)
		if a.UpdatedAt.IsZero() {
			r.number(0)
		} else {
			r.number(a.UpdatedAt.UnixMilli())
		}
	}
	for _, c := range d.Counts {
		r.add()
		r.text(c.ChannelID)
		r.number(int64(c.Count))
	}
	if d.Media != nil {
		r.addMedia(d.Media)
	}
	switch e.Kind {
	case emulator.EventMediaUploadingProgress, emulator.EventMediaDownloadingProgress:
		r.add()
		r.number(d.Current)
		r.number(d.Total)
	case emulator.EventRemoteInvitationReceived:
		r.add()
		r.text(d.ChannelID)
	}
	return r
}

func (r *rareFields) addMedia(m *emulator.Media) {
	r.add()
	r.text(m.ID)
	r.text(m.FileName)
	r.text(string(m.Thumbnail))
	r.number(m.Size)
	r.number(int64(m.Width))
	r.number(int64(m.Height))
	r.number(int64(m.ThumbnailWidth))
	r.number(int64(m.ThumbnailHeight))
}

// add begins an entry.
func (r *rareFields) add() { r.count++ }

func (r *rareFields) number(n int64) {
	r.entries = binary.NativeEndian.AppendUint64(r.entries, uint64(n))
}

func (r *rareFields) text(s string) {
	r.number(int64(len(s)))
	r.entries = append(append(r.entries, s...), 0)
}
