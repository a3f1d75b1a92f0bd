// The service context, which is for a whole process: tested in one of its own.

package agorartm_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

func TestBadServiceContext(t *testing.T) {
	t.Parallel()
	for field, context := range map[string]agorartm.ServiceContext{
		"context.AreaCode":  {ProxyType: agorartm.CloudProxyTCP},
		"context.ProxyType": {AreaCode: agorartm.AreaCodeGlob, ProxyType: 2},
	} {
		err := agorartm.SetServiceContext(context)
		refused(t, err, "SetServiceContext", field)
		answersOnly(t, err, agorartm.ErrInvalidArgument)
	}
}

// fact: X-01
func TestServiceContextWhileAServiceIsOpen(t *testing.T) {
	t.Parallel()
	newRig(t, setup{})
	err := agorartm.SetServiceContext(agorartm.ServiceContext{AreaCode: agorartm.AreaCodeEU})
	opErr(t, err, "SetServiceContext", false)
	answersOnly(t, err, agorartm.ErrServicesOpen)
}

// fact
func TestServiceContext(t *testing.T) {
	t.Parallel()
	out, err := child(t, "context").CombinedOutput()
	require.NoError(t, err, string(out))
}

// childContext sets the context before, between and after services.
func childContext() int {
	set := func(areas agorartm.AreaCode, proxy agorartm.CloudProxyType) error {
		return agorartm.SetServiceContext(agorartm.ServiceContext{AreaCode: areas, ProxyType: proxy})
	}
	if err := contextSteps(set); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func contextSteps(set func(agorartm.AreaCode, agorartm.CloudProxyType) error) error {
	for _, areas := range []agorartm.AreaCode{agorartm.AreaCodeGlob, agorartm.AreaCodeCN | agorartm.AreaCodeIN} {
		for _, proxy := range []agorartm.CloudProxyType{agorartm.CloudProxyNone, agorartm.CloudProxyTCP} {
			if err := set(areas, proxy); err != nil {
				return fmt.Errorf("no service was ever open: %w", err)
			}
		}
	}
	fake := fakesdk.New()
	var open []*agorartm.Service
	for range 2 {
		s, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{})
		if err != nil {
			return err
		}
		open = append(open, s)
	}
	// One that fails counts no longer.
	fake.Next(fakesdk.Initialize, fakesdk.Behavior{Return: 1})
	if _, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}); err == nil {
		return errors.New("initialize did not fail")
	}
	for _, s := range open {
		if err := set(agorartm.AreaCodeEU, agorartm.CloudProxyNone); !errors.Is(err, agorartm.ErrServicesOpen) {
			return fmt.Errorf("a service is open: %w", err)
		}
		_ = s.Close()
		_ = s.Close()
	}
	if err := set(agorartm.AreaCodeEU, agorartm.CloudProxyNone); err != nil {
		return fmt.Errorf("all are closed: %w", err)
	}
	return fake.Close()
}
