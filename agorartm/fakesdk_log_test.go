// The native library's log and parameters, as methods and as options.

package agorartm_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// setting is a call whose whole result is what it returns.
type setting struct {
	op     fakesdk.Op
	call   func(*agorartm.Service) error
	option agorartm.Option // nil: there is none
}

var settings = map[string]setting{
	"SetLogFile": {
		fakesdk.SetLogFile, func(s *agorartm.Service) error { return s.SetLogFile("/var/log/rtm.log") },
		agorartm.WithLogFile("/var/log/rtm.log"),
	},
	"SetLogFilter": {
		fakesdk.SetLogFilter, func(s *agorartm.Service) error { return s.SetLogFilter(agorartm.LogFilterWarn) },
		agorartm.WithLogFilter(agorartm.LogFilterWarn),
	},
	"SetLogFileSize": {
		fakesdk.SetLogFileSize, func(s *agorartm.Service) error { return s.SetLogFileSize(1024) },
		agorartm.WithLogFileSize(1024),
	},
	"SetParameters": {
		fakesdk.SetParameters, func(s *agorartm.Service) error { return s.SetParameters(`{"a": "b"}`) }, nil,
	},
}

// checkSettings asserts what the SDK got.
func checkSettings(t *testing.T, calls []fakesdk.Call) {
	t.Helper()
	for _, c := range calls {
		switch c.Op {
		case fakesdk.SetLogFile:
			require.Equal(t, "/var/log/rtm.log", c.Target+c.Text)
		case fakesdk.SetLogFilter:
			require.Equal(t, int64(agorartm.LogFilterWarn), c.Number)
		case fakesdk.SetLogFileSize:
			require.Equal(t, int64(1024), c.Number)
		case fakesdk.SetParameters:
			require.Equal(t, `{"a": "b"}`, c.Text)
		}
	}
}

// fact: Q-05
func TestSettings(t *testing.T) {
	t.Parallel()
	for name, set := range settings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			require.NoError(t, set.call(r.service))
			calls := r.fake.Calls(set.op)
			require.Len(t, calls, 1)
			checkSettings(t, calls)

			for _, code := range []int{1, -1, -7, 777} {
				r.fake.Next(set.op, fakesdk.Behavior{Return: code})
				err := set.call(r.service)
				require.Equal(t, agorartm.ResultCode(code), opErr(t, err, name, false).Err)
				answersOnly(t, err, nil)
			}
			// fact: J-01
			r.fake.Next(set.op, fakesdk.Behavior{Return: -2})
			err := set.call(r.service)
			require.ErrorIs(t, err, agorartm.ResultCode(-2))
			answersOnly(t, err, agorartm.ErrInvalidArgument)

			r.fake.Next(set.op, fakesdk.Behavior{Block: true})
			t.Cleanup(r.fake.Unblock)
			inside := start(func() error { return set.call(r.service) })
			require.True(t, r.fake.WaitBlocked(1, inTime))
			closed := start(r.service.Close)
			require.Eventually(t, func() bool { return errors.Is(set.call(r.service), agorartm.ErrClosed) }, inTime, aMoment)
			running(t, closed)
			r.fake.Unblock()
			require.NoError(t, wait(t, inside))
			require.NoError(t, wait(t, closed))
			err = set.call(r.service)
			opErr(t, err, name, false)
			answersOnly(t, err, agorartm.ErrClosed)
		})
	}
}

// fact: Q-01
func TestLogOptionsComeRightAfterInitialize(t *testing.T) {
	t.Parallel()
	var options []agorartm.Option
	for _, set := range settings {
		if set.option != nil {
			options = append(options, set.option)
		}
	}
	r := newRig(t, setup{options: options})
	calls := r.fake.Calls()
	var ops []fakesdk.Op
	for _, c := range calls {
		ops = append(ops, c.Op)
	}
	require.Equal(t, []fakesdk.Op{
		fakesdk.Initialize, fakesdk.SetLogFile, fakesdk.SetLogFilter, fakesdk.SetLogFileSize, fakesdk.CreateChannel,
	}, ops)
	checkSettings(t, calls)

	for name, set := range settings {
		if set.option == nil {
			continue
		}
		fake := newFake(t)
		fake.Next(set.op, fakesdk.Behavior{Return: 1})
		_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}, set.option)
		require.ErrorIs(t, opErr(t, err, "NewService", false), agorartm.ResultCode(1))
		require.Contains(t, err.Error(), "With"+name[len("Set"):])
		require.Equal(t, 1, fake.Count(fakesdk.Release), "nothing is left")
	}
	none := newRig(t, setup{})
	require.Zero(t, none.fake.Count(fakesdk.SetLogFile)+none.fake.Count(fakesdk.SetLogFilter)+none.fake.Count(fakesdk.SetLogFileSize))
}

// A relative path is made absolute: the SDK takes no other.
// fact: Q-01, E-07
func TestLogFileIsAbsolute(t *testing.T) {
	t.Parallel()
	dir, err := os.Getwd()
	require.NoError(t, err)
	r := newRig(t, setup{options: []agorartm.Option{agorartm.WithLogFile("rtm.log")}})
	require.NoError(t, r.service.SetLogFile("sub/../grüße.log"))
	calls := r.fake.Calls(fakesdk.SetLogFile)
	require.Equal(t, filepath.Join(dir, "rtm.log"), calls[0].Target+calls[0].Text)
	require.Equal(t, filepath.Join(dir, "grüße.log"), calls[1].Target+calls[1].Text)
}

// fact
func TestBadSettings(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for _, bad := range []struct {
		op, field string
		call      func() error
		option    agorartm.Option
	}{
		{"SetLogFile", "path", func() error { return r.service.SetLogFile("") }, agorartm.WithLogFile("")},
		{"SetLogFile", "path", func() error { return r.service.SetLogFile("a\x00") }, agorartm.WithLogFile("a\x00")},
		{"SetLogFile", "path", func() error { return r.service.SetLogFile("a\xff") }, agorartm.WithLogFile("a\xff")},
		{"SetLogFilter", "filter", func() error { return r.service.SetLogFilter(1) }, agorartm.WithLogFilter(1)},
		{"SetLogFilter", "filter", func() error { return r.service.SetLogFilter(agorartm.LogFilterMask) }, agorartm.WithLogFilter(agorartm.LogFilterMask)},
		{"SetLogFileSize", "kb", func() error { return r.service.SetLogFileSize(511) }, agorartm.WithLogFileSize(511)},
		{"SetLogFileSize", "kb", func() error { return r.service.SetLogFileSize(1<<20 + 1) }, agorartm.WithLogFileSize(1<<20 + 1)},
		{"SetLogFileSize", "kb", func() error { return r.service.SetLogFileSize(-1) }, agorartm.WithLogFileSize(-1)},
		{"SetParameters", "json", func() error { return r.service.SetParameters("{}\x00") }, nil},
		{"SetParameters", "json", func() error { return r.service.SetParameters("{\xff}") }, nil},
	} {
		err := bad.call()
		refused(t, err, bad.op, bad.field)
		answersOnly(t, err, agorartm.ErrInvalidArgument)
		if bad.option != nil {
			_, err := agorartm.NewService(r.fake.AppID(), agorartm.ServiceHandler{}, bad.option)
			refused(t, err, "NewService", "With"+bad.op[len("Set"):])
		}
	}
	require.Equal(t, 0, r.fake.Count(fakesdk.SetLogFile)+r.fake.Count(fakesdk.SetLogFilter)+
		r.fake.Count(fakesdk.SetLogFileSize)+r.fake.Count(fakesdk.SetParameters))
	for _, filter := range []agorartm.LogFilterType{0, 8, 12, 14, 15} {
		require.NoError(t, r.service.SetLogFilter(filter))
	}
	require.NoError(t, r.service.SetLogFileSize(512))
	require.NoError(t, r.service.SetLogFileSize(1<<20))
}
