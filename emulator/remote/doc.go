// Package remote carries the RTM cloud of package emulator over a network: [Listen] serves one cloud per App ID to
// many processes, and [Dial] is the Cloud as those processes see it. Importing this package lets emulator.Open use
// it where AGORA_RTM_EMULATOR_HOST is set.
//
// # The wire
//
// JSON-RPC 2.0 by github.com/sourcegraph/jsonrpc2, straight over TCP and framed as the language server protocol
// frames it (Content-Length). One connection per process and App ID carries all sessions. What a session asks, and
// what it is told, are notifications; only what has to have taken effect when it returns is a call.
//
// Why this one: it is kept up, speaks both ways over one stream, calls its handler in the order of arrival, and
// adds no other dependency. The default build of the binding links it, so size counts: this library and net add 0.7 MB
// to a stripped program, WebSocket by way of net/http 4.7 MB, and gRPC and NATS are larger still. HTTP would also let any
// web page talk to a loopback port. This frame does not: a reader takes nothing but one Content-Length line in front
// of a frame, so that what a browser can send is refused at its first byte.
//
// # Links and sessions
//
// A process names itself by a random instance id, and its sessions by numbers. A connection that breaks interrupts
// the sessions of its instance on the server, as a dead link does: 6 s to UNREACHABLE, 30 s to OFFLINE. On the near side
// the sinks hear LinkDown, and LinkUp once the link stands again; then the client resumes, and is told what it missed. What
// was on its way in either direction while the connection broke is lost.
//
// A server that has been started again knows nothing. Resume then opens the session anew, without the user's
// doing: it logs in with the last token, joins the channels, subscribes to the peers and writes the user's attributes, and
// says Resumed. If somebody else has logged in as this user in the meantime, the session is Closed instead.
//
// # Trust
//
// Listen takes an address that is not loopback only with a secret. The secret proves itself by an HMAC over
// a nonce of the server and never travels; the traffic is not encrypted. Frames, queues, connections and the
// time for a handshake are bounded; see [Limits].
//
// # Locks
//
// On the server: the cloud's own > instance.mu, served.mu > link.mu. On the client: session.mu > cloud.mu, link.mu; a sink
// is called with session.mu held. Nothing waits for room in a queue with a lock held.
package remote
