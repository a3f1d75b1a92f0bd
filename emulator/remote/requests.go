// This file holds the requests of a session as the server carries them out.

package remote

import "github.com/go-rtm/agora-rtm-go/emulator"

// requests are the methods that pass straight through to a session.
var requests = map[string]func(emulator.Session, *request){
	"renewToken": func(s emulator.Session, r *request) { s.RenewToken(r.Number, string(r.Token)) },
	"sendToPeer": func(s emulator.Session, r *request) {
		s.SendToPeer(r.Number, string(r.User), r.Message.plain(), r.options())
	},
	"join":  func(s emulator.Session, r *request) { s.Join(r.Number, string(r.Channel)) },
	"leave": func(s emulator.Session, r *request) { s.Leave(r.Number, string(r.Channel)) },
	"sendToChannel": func(s emulator.Session, r *request) {
		s.SendToChannel(r.Number, string(r.Channel), r.Message.plain(), r.options())
	},
	"members": func(s emulator.Session, r *request) { s.Members(r.Number, string(r.Channel)) },

	"queryOnline":   func(s emulator.Session, r *request) { s.QueryOnline(r.Number, plain(r.List)) },
	"subscribe":     func(s emulator.Session, r *request) { s.Subscribe(r.Number, plain(r.List)) },
	"unsubscribe":   func(s emulator.Session, r *request) { s.Unsubscribe(r.Number, plain(r.List)) },
	"subscriptions": func(s emulator.Session, r *request) { s.Subscriptions(r.Number) },
	"memberCounts":  func(s emulator.Session, r *request) { s.MemberCounts(r.Number, plain(r.List)) },

	"writeUserAttributes": func(s emulator.Session, r *request) { s.WriteUserAttributes(r.Number, r.change()) },
	"readUserAttributes": func(s emulator.Session, r *request) {
		s.ReadUserAttributes(r.Number, string(r.User), plain(r.List))
	},
	"writeChannelAttributes": func(s emulator.Session, r *request) {
		s.WriteChannelAttributes(r.Number, string(r.Channel), r.change(), r.Notify)
	},
	"readChannelAttributes": func(s emulator.Session, r *request) {
		s.ReadChannelAttributes(r.Number, string(r.Channel), plain(r.List))
	},

	"invite": func(s emulator.Session, r *request) {
		s.Invite(r.Number, r.Call, string(r.User), string(r.Text), string(r.Channel))
	},
	"cancelInvitation":      func(s emulator.Session, r *request) { s.CancelInvitation(r.Number, r.Call) },
	"acknowledgeInvitation": func(s emulator.Session, r *request) { s.AcknowledgeInvitation(r.Call) },
	"acceptInvitation":      func(s emulator.Session, r *request) { s.AcceptInvitation(r.Number, r.Call, string(r.Text)) },
	"refuseInvitation":      func(s emulator.Session, r *request) { s.RefuseInvitation(r.Number, r.Call, string(r.Text)) },
	"confirmAcceptance":     func(s emulator.Session, r *request) { s.ConfirmAcceptance(r.Call) },

	"fetchMedia": func(s emulator.Session, r *request) { s.FetchMedia(r.Number, string(r.Text)) },
}

// knobs are the methods that pass straight through to a cloud. Their calls are answered when they have taken
// effect.
var knobs = map[string]func(emulator.Cloud, *knob) (any, error){
	"ban":   func(c emulator.Cloud, k *knob) (any, error) { c.Ban(string(k.User)); return nil, nil },
	"unban": func(c emulator.Cloud, k *knob) (any, error) { c.Unban(string(k.User)); return nil, nil },
	"kickFromChannel": func(c emulator.Cloud, k *knob) (any, error) {
		return nil, c.KickFromChannel(string(k.Channel), string(k.User))
	},
	"expireToken": func(c emulator.Cloud, k *knob) (any, error) {
		c.ExpireToken(string(k.User), k.Duration)
		return nil, nil
	},
	"setCertificate": func(c emulator.Cloud, k *knob) (any, error) {
		c.SetCertificate(string(k.User), string(k.Text))
		return nil, nil
	},
	"keepOldTokenSessions": func(c emulator.Cloud, k *knob) (any, error) {
		c.KeepOldTokenSessions(k.Flag)
		return nil, nil
	},
	"refuseLogins": func(c emulator.Cloud, k *knob) (any, error) {
		c.RefuseLogins(string(k.User), int32(k.Number))
		return nil, nil
	},
	"setChannelAttributeLife": func(c emulator.Cloud, k *knob) (any, error) {
		c.SetChannelAttributeLife(k.Duration)
		return nil, nil
	},
	"setMediaLimits": func(c emulator.Cloud, k *knob) (any, error) {
		c.SetMediaLimits(k.Number, k.Duration)
		return nil, nil
	},
	"stats": func(c emulator.Cloud, _ *knob) (any, error) { return c.Stats(), nil },
}
