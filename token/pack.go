// This file holds the encoding both formats share: little-endian numbers, strings and maps.

package token

import (
	"encoding/binary"
	"maps"
	"slices"
)

// packer appends values to a buffer.
type packer struct{ data []byte }

func (p *packer) uint16(v uint16) { p.data = binary.LittleEndian.AppendUint16(p.data, v) }
func (p *packer) uint32(v uint32) { p.data = binary.LittleEndian.AppendUint32(p.data, v) }

func (p *packer) string(s string) {
	p.uint16(uint16(len(s)))
	p.data = append(p.data, s...)
}

// privileges appends a map, ascending by key.
func (p *packer) privileges(m map[uint16]uint32) {
	p.uint16(uint16(len(m)))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		p.uint16(k)
		p.uint32(m[k])
	}
}

// unpacker takes values off the front of a buffer. Once there is too little left, or something is wrong, all
// it returns is zero and bad is set.
type unpacker struct {
	data []byte
	bad  bool
}

// take returns the next n bytes, zeroes if there are not that many. n is 65535 at most.
func (u *unpacker) take(n int) []byte {
	if u.bad || len(u.data) < n {
		u.bad, u.data = true, nil
		return make([]byte, n)
	}
	b := u.data[:n]
	u.data = u.data[n:]
	return b
}

func (u *unpacker) uint16() uint16 { return binary.LittleEndian.Uint16(u.take(2)) }
func (u *unpacker) uint32() uint32 { return binary.LittleEndian.Uint32(u.take(4)) }

func (u *unpacker) bytes() []byte {
	n := int(u.uint16())
	if b := u.take(n); !u.bad {
		return b
	}
	return nil
}

func (u *unpacker) string() string { return string(u.bytes()) }

// privileges takes a map. A key that comes twice is wrong.
func (u *unpacker) privileges() map[uint16]uint32 {
	n := int(u.uint16())
	m := make(map[uint16]uint32, min(n, 16))
	for range n {
		k, v := u.uint16(), u.uint32()
		if _, twice := m[k]; twice {
			u.bad = true
		}
		if u.bad {
			return nil
		}
		m[k] = v
	}
	return m
}

// end reports whether everything was read, and nothing was wrong.
func (u *unpacker) end() bool { return !u.bad && len(u.data) == 0 }
