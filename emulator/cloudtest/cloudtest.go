// Package cloudtest tests that an implementation of emulator.Cloud behaves as the interface says.
//
//	func TestCloud(t *testing.T) {
//		cloudtest.Run(t, func(t *testing.T, clock *emulator.Clock) emulator.Cloud {
//			return emulator.NewMemory(clock)
//		})
//	}
//
// The clock stands still but for what the tests advance it. An implementation may answer on goroutines
// of its own; the tests wait for what they expect, in real time.
package cloudtest

import (
	"testing"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// Run runs all tests, each on a cloud of its own made by newCloud.
func Run(t *testing.T, newCloud func(t *testing.T, clock *emulator.Clock) emulator.Cloud) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clock := emulator.NewClock()
			clock.Freeze()
			w := &world{T: t, clock: clock, cloud: newCloud(t, clock)}
			t.Cleanup(w.cloud.Close)
			test.run(w)
		})
	}
}

// tests are all tests of the suite, by topic one file each.
var tests = []struct {
	name string
	run  func(*world)
}{
	{"Login", testLogin},
	{"RemoteLogin", testRemoteLogin},
	{"Ban", testBan},
	{"BanInterrupted", testBanInterrupted},
	{"Logout", testLogout},
	{"Close", testClose},
	{"LostRequests", testLostRequests},
	{"Silence", testSilence},
	{"ResumeInTime", testResumeInTime},
	{"ResumeAfterRemoval", testResumeAfterRemoval},
	{"ResumeOrder", testResumeOrder},
	{"ResumeReplaced", testResumeReplaced},
	{"ResumeReconciles", testResumeReconciles},
	{"CloseInterrupted", testCloseInterrupted},
	{"TokenEnds", testTokenEnds},
	{"TokenWarning", testTokenWarning},
	{"TokenRenewed", testTokenRenewed},
	{"TokenInterrupted", testTokenInterrupted},
	{"TokenOfNextLogin", testTokenOfNextLogin},
	{"Certificate", testCertificate},
	{"KeepOldTokens", testKeepOldTokens},
	{"RefuseLogins", testRefuseLogins},
	{"Peer", testPeer},
	{"PeerOffline", testPeerOffline},
	{"PeerOfflineLimit", testPeerOfflineLimit},
	{"PeerOfflineLife", testPeerOfflineLife},
	{"PeerHeld", testPeerHeld},
	{"PeerHeldTooLong", testPeerHeldTooLong},
	{"PeerHeldForNextLogin", testPeerHeldForNextLogin},
	{"Join", testJoin},
	{"Leave", testLeave},
	{"ChannelMessage", testChannelMessage},
	{"Backfill", testBackfill},
	{"Kick", testKick},
	{"KickInterrupted", testKickInterrupted},
	{"MemberCount", testMemberCount},
	{"Crowd", testCrowd},
	{"QueryOnline", testQueryOnline},
	{"Subscribe", testSubscribe},
	{"SubscribeOverflow", testSubscribeOverflow},
	{"SubscribedSilence", testSubscribedSilence},
	{"SubscribedEnds", testSubscribedEnds},
	{"SubscriberOutage", testSubscriberOutage},
	{"MemberCounts", testMemberCounts},
	{"LostQuestions", testLostQuestions},
	{"UserAttributes", testUserAttributes},
	{"UserAttributesLife", testUserAttributesLife},
	{"AttributeLimits", testAttributeLimits},
	{"ChannelAttributes", testChannelAttributes},
	{"AttributesUpdated", testAttributesUpdated},
	{"ChannelAttributesLife", testChannelAttributesLife},
	{"CallAccepted", testCallAccepted},
	{"CallRefused", testCallRefused},
	{"CallCanceled", testCallCanceled},
	{"CallOffline", testCallOffline},
	{"CallInterrupted", testCallInterrupted},
	{"CallOutage", testCallOutage},
	{"CallNotConfirmed", testCallNotConfirmed},
	{"CallCallerGone", testCallCallerGone},
	{"CallCalleeGone", testCallCalleeGone},
	{"CallExpires", testCallExpires},
	{"CallStranger", testCallStranger},
	{"CallLost", testCallLost},
	{"Media", testMedia},
	{"MediaLife", testMediaLife},
	{"MediaLimits", testMediaLimits},
	{"Concurrency", testConcurrency},
	{"CloseCloud", testCloseCloud},
}
