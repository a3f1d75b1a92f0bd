package main

import (
	"fmt"
	"strings"
)

// enumMeanings says what each enum is for. The text continues "LoginErrCode is LOGIN_ERR_CODE: ".
var enumMeanings = map[string]string{
	"INIT_ERR_CODE":                          "outcome of IRtmService::initialize",
	"LOGIN_ERR_CODE":                         "outcome of a login",
	"LOGOUT_ERR_CODE":                        "outcome of a logout",
	"RENEW_TOKEN_ERR_CODE":                   "outcome of a token renewal",
	"CONNECTION_STATE":                       "state of the connection between a service and the RTM system",
	"CONNECTION_CHANGE_REASON":               "why the connection state changed",
	"PEER_MESSAGE_ERR_CODE":                  "outcome of a peer message",
	"JOIN_CHANNEL_ERR":                       "outcome of joining a channel",
	"LEAVE_CHANNEL_ERR":                      "outcome of leaving a channel",
	"LEAVE_CHANNEL_REASON":                   "why a user left a channel; no method or callback of the SDK uses it",
	"CHANNEL_MESSAGE_ERR_CODE":               "outcome of a channel message",
	"GET_MEMBERS_ERR":                        "outcome of asking for a channel's member list",
	"QUERY_PEERS_ONLINE_STATUS_ERR":          "outcome of asking whether users are online",
	"PEER_ONLINE_STATE":                      "whether a user is online",
	"PEER_SUBSCRIPTION_OPTION":               "what a subscription to users is about",
	"PEER_SUBSCRIPTION_STATUS_ERR":           "outcome of subscribing to users' online status, or of ending that",
	"QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR": "outcome of asking which users are subscribed to",
	"ATTRIBUTE_OPERATION_ERR":                "outcome of reading or writing user or channel attributes",
	"GET_CHANNEL_MEMBER_COUNT_ERR_CODE":      "outcome of asking how many members channels have",
	"DOWNLOAD_MEDIA_ERR_CODE":                "outcome of a download",
	"UPLOAD_MEDIA_ERR_CODE":                  "outcome of an upload",
	"CANCEL_MEDIA_ERR_CODE":                  "outcome of cancelling an upload or a download",
	"MESSAGE_TYPE":                           "kind of a message",
	"LOG_FILTER_TYPE":                        "what the SDK writes into its log file; each level includes the more severe ones",
	"RTM_AREA_CODE":                          "part of the world whose servers may be used; areas can be combined with |",
	"RTM_CLOUD_PROXY_TYPE":                   "whether connections go through the vendor's cloud proxy",
	"SET_RTM_SERVICE_CONTEXT_ERR_CODE":       "outcome of setRtmServiceContext",
	"LOCAL_INVITATION_STATE":                 "state of a call invitation at the caller",
	"REMOTE_INVITATION_STATE":                "state of a call invitation at the callee",
	"LOCAL_INVITATION_ERR_CODE":              "why an invitation failed, as the caller learns it",
	"REMOTE_INVITATION_ERR_CODE":             "why an invitation failed, as the callee learns it",
	"INVITATION_API_CALL_ERR_CODE":           "outcome of a call of the call manager",
}

// valueMeanings says what each enumerator means, where suffixMeanings does not. The texts serve as
// error texts and in doc comments, so they start in lower case and have no full stop.
var valueMeanings = map[string]string{
	"INIT_ERR_FAILURE":             "initialization failed",
	"INIT_ERR_ALREADY_INITIALIZED": "service is initialized already",
	"INIT_ERR_INVALID_APP_ID":      "App ID is not one the SDK accepts",
	"INIT_ERR_INVALID_ARGUMENT":    "an argument is invalid, for one a null event handler",

	"LOGIN_ERR_UNKNOWN":           "login failed for an unknown reason",
	"LOGIN_ERR_REJECTED":          "login was refused by the server",
	"LOGIN_ERR_INVALID_ARGUMENT":  "user id is not one the SDK accepts",
	"LOGIN_ERR_INVALID_APP_ID":    "App ID is unknown",
	"LOGIN_ERR_ALREADY_LOGGED_IN": "user is logged in, logging in, or was put out and has not logged out",
	"LOGIN_ERR_TIMEOUT":           "login got no answer in time",
	"LOGIN_ERR_TOO_OFTEN":         "more logins than 2 in 1 s",
	"LOGIN_ERR_NOT_AUTHORIZED":    "user may not log in",

	"RENEW_TOKEN_ERR_FAILURE":          "token could not be renewed",
	"RENEW_TOKEN_ERR_INVALID_ARGUMENT": "token is missing",
	"RENEW_TOKEN_ERR_TOO_OFTEN":        "more token renewals than 2 in 1 s",

	"CONNECTION_STATE_DISCONNECTED": "not logged in; the state at the start, after a logout and after a failed login",
	"CONNECTION_STATE_CONNECTING":   "login is under way",
	"CONNECTION_STATE_CONNECTED":    "logged in",
	"CONNECTION_STATE_RECONNECTING": "logged in but cut off; the SDK keeps trying to come back",
	"CONNECTION_STATE_ABORTED":      "put out by the server, and the SDK has given up; log out before the next login",

	"CONNECTION_CHANGE_REASON_LOGIN":            "login was called",
	"CONNECTION_CHANGE_REASON_LOGIN_SUCCESS":    "login succeeded, or a lost connection was restored",
	"CONNECTION_CHANGE_REASON_LOGIN_FAILURE":    "login failed",
	"CONNECTION_CHANGE_REASON_LOGIN_TIMEOUT":    "login got no answer in time",
	"CONNECTION_CHANGE_REASON_INTERRUPTED":      "link was lost for more than 4 s",
	"CONNECTION_CHANGE_REASON_LOGOUT":           "logout was called",
	"CONNECTION_CHANGE_REASON_BANNED_BY_SERVER": "user was banned by the server",
	"CONNECTION_CHANGE_REASON_REMOTE_LOGIN":     "same user id logged in elsewhere",
	"CONNECTION_CHANGE_REASON_TOKEN_EXPIRED":    "token ran out",

	"PEER_MESSAGE_ERR_OK":                   "peer has received the message",
	"PEER_MESSAGE_ERR_FAILURE":              "message could not be sent",
	"PEER_MESSAGE_ERR_SENT_TIMEOUT":         "no acknowledgement within 10 s",
	"PEER_MESSAGE_ERR_PEER_UNREACHABLE":     "peer is offline and the message was not stored",
	"PEER_MESSAGE_ERR_CACHED_BY_SERVER":     "peer is offline; the server keeps the message for its next login",
	"PEER_MESSAGE_ERR_TOO_OFTEN":            "more messages than 1500 in 3 s, peer and channel messages together",
	"PEER_MESSAGE_ERR_INVALID_USERID":       "peer id is not one the SDK accepts",
	"PEER_MESSAGE_ERR_INVALID_MESSAGE":      "message is missing or larger than 32 KB",
	"PEER_MESSAGE_ERR_IMCOMPATIBLE_MESSAGE": "peer's SDK is too old for this kind of message",

	"JOIN_CHANNEL_ERR_FAILURE":                     "channel could not be joined",
	"JOIN_CHANNEL_ERR_REJECTED":                    "join was refused; not used after 1.0.0",
	"JOIN_CHANNEL_ERR_INVALID_ARGUMENT":            "channel id is not one the SDK accepts",
	"JOIN_CHANNEL_TIMEOUT":                         "join got no answer within 5 s",
	"JOIN_CHANNEL_ERR_EXCEED_LIMIT":                "more channels than 20 at once",
	"JOIN_CHANNEL_ERR_ALREADY_JOINED":              "channel is joined, or being joined, already",
	"JOIN_CHANNEL_ERR_TOO_OFTEN":                   "more joins than 50 in 3 s",
	"JOIN_CHANNEL_ERR_JOIN_SAME_CHANNEL_TOO_OFTEN": "more joins of this channel than 2 in 5 s",

	"LEAVE_CHANNEL_ERR_FAILURE": "channel could not be left",
	"LEAVE_CHANNEL_ERR_KICKED":  "user was removed from the channel by the server",

	"LEAVE_CHANNEL_REASON_QUIT":   "user left",
	"LEAVE_CHANNEL_REASON_KICKED": "user was removed by the server",

	"CHANNEL_MESSAGE_ERR_OK":              "server has received the message",
	"CHANNEL_MESSAGE_ERR_FAILURE":         "message could not be sent",
	"CHANNEL_MESSAGE_ERR_SENT_TIMEOUT":    "no acknowledgement within 10 s",
	"CHANNEL_MESSAGE_ERR_TOO_OFTEN":       "more messages than 1500 in 3 s, peer and channel messages together",
	"CHANNEL_MESSAGE_ERR_INVALID_MESSAGE": "message is missing or larger than 32 KB",

	"GET_MEMBERS_ERR_FAILURE":   "member list could not be fetched",
	"GET_MEMBERS_ERR_TIMEOUT":   "member list did not come within 5 s",
	"GET_MEMBERS_ERR_TOO_OFTEN": "more member list requests than 5 in 2 s",

	"QUERY_PEERS_ONLINE_STATUS_ERR_FAILURE":          "online status could not be fetched",
	"QUERY_PEERS_ONLINE_STATUS_ERR_INVALID_ARGUMENT": "a user id, or the number of them, is not one the SDK accepts",
	"QUERY_PEERS_ONLINE_STATUS_ERR_TIMEOUT":          "online status did not come within 10 s",
	"QUERY_PEERS_ONLINE_STATUS_ERR_TOO_OFTEN":        "more online status queries than 100 in 5 s",

	"PEER_ONLINE_STATE_ONLINE":      "logged in",
	"PEER_ONLINE_STATE_UNREACHABLE": "logged in, but silent for more than 6 s",
	"PEER_ONLINE_STATE_OFFLINE":     "not logged in, or silent for more than 30 s",

	"PEER_SUBSCRIPTION_OPTION_ONLINE_STATUS": "subscription to the online status",

	"PEER_SUBSCRIPTION_STATUS_ERR_FAILURE":          "subscription could not be changed",
	"PEER_SUBSCRIPTION_STATUS_ERR_INVALID_ARGUMENT": "a user id, or the number of them, is not one the SDK accepts",
	"PEER_SUBSCRIPTION_STATUS_ERR_TIMEOUT":          "subscription got no answer within 10 s",
	"PEER_SUBSCRIPTION_STATUS_ERR_TOO_OFTEN":        "more subscriptions than 10 in 5 s",
	"PEER_SUBSCRIPTION_STATUS_ERR_OVERFLOW":         "more subscribed users than 512",

	"QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_FAILURE":   "subscribed users could not be listed",
	"QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_TIMEOUT":   "subscribed users were not listed within 5 s",
	"QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_TOO_OFTEN": "more such queries than 10 in 5 s",

	"ATTRIBUTE_OPERATION_ERR_NOT_READY":        "user is not logged in; not used after 1.1.0",
	"ATTRIBUTE_OPERATION_ERR_FAILURE":          "attributes could not be read or written",
	"ATTRIBUTE_OPERATION_ERR_INVALID_ARGUMENT": "an id, key or value is not one the SDK accepts",
	"ATTRIBUTE_OPERATION_ERR_SIZE_OVERFLOW":    "attributes would exceed the number or size allowed",
	"ATTRIBUTE_OPERATION_ERR_TOO_OFTEN":        "more attribute operations than allowed in 5 s",
	"ATTRIBUTE_OPERATION_ERR_USER_NOT_FOUND":   "user is offline or unknown",
	"ATTRIBUTE_OPERATION_ERR_TIMEOUT":          "attributes got no answer within 5 s",

	"GET_CHANNEL_MEMBER_COUNT_ERR_FAILURE":          "member counts could not be fetched",
	"GET_CHANNEL_MEMBER_COUNT_ERR_INVALID_ARGUMENT": "a channel id, or the number of them, is not one the SDK accepts",
	"GET_CHANNEL_MEMBER_COUNT_ERR_TOO_OFTEN":        "more member count queries than 1 in 1 s",
	"GET_CHANNEL_MEMBER_COUNT_ERR_TIMEOUT":          "member counts did not come within 5 s",
	"GET_CHANNEL_MEMBER_COUNT_ERR_EXCEED_LIMIT":     "more channels in one query than 32",

	"DOWNLOAD_MEDIA_ERR_FAILURE":          "download failed",
	"DOWNLOAD_MEDIA_ERR_INVALID_ARGUMENT": "media id or file path is not one the SDK accepts",
	"DOWNLOAD_MEDIA_ERR_TIMEOUT":          "download stood still for 120 s",
	"DOWNLOAD_MEDIA_ERR_NOT_EXIST":        "media id is unknown or has expired",

	"UPLOAD_MEDIA_ERR_FAILURE":          "upload failed",
	"UPLOAD_MEDIA_ERR_INVALID_ARGUMENT": "file path is not one the SDK accepts",
	"UPLOAD_MEDIA_ERR_TIMEOUT":          "upload stood still for 120 s",
	"UPLOAD_MEDIA_ERR_SIZE_OVERFLOW":    "file is larger than 30 MB",

	"CANCEL_MEDIA_ERR_FAILURE":   "transfer could not be cancelled",
	"CANCEL_MEDIA_ERR_NOT_EXIST": "no such transfer is running",

	"MESSAGE_TYPE_UNDEFINED": "kind is not known",
	"MESSAGE_TYPE_TEXT":      "text",
	"MESSAGE_TYPE_RAW":       "bytes, with an optional text as description",
	"MESSAGE_TYPE_FILE":      "uploaded file",
	"MESSAGE_TYPE_IMAGE":     "uploaded image",

	"LOG_FILTER_OFF":      "nothing is written",
	"LOG_FILTER_INFO":     "everything down to information is written",
	"LOG_FILTER_WARN":     "warnings and errors are written",
	"LOG_FILTER_ERROR":    "errors are written",
	"LOG_FILTER_CRITICAL": "critical errors alone are written",
	"LOG_FILTER_MASK":     "reserved",

	"AREA_CODE_CN":   "mainland China",
	"AREA_CODE_NA":   "North America",
	"AREA_CODE_EU":   "Europe",
	"AREA_CODE_AS":   "Asia without mainland China",
	"AREA_CODE_JP":   "Japan",
	"AREA_CODE_IN":   "India",
	"AREA_CODE_GLOB": "the whole world, all bits set",

	"RTM_NONE_PROXY": "no proxy",
	"RTM_TCP_PROXY":  "TLS over TCP through the cloud proxy",

	"SET_RTM_SERVICE_CONTEXT_ERR_FAILURE": "service context could not be set, for one because a service exists already",

	"LOCAL_INVITATION_STATE_IDLE":               "not sent yet",
	"LOCAL_INVITATION_STATE_SENT_TO_REMOTE":     "sent, not acknowledged yet",
	"LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE": "has reached the callee",
	"LOCAL_INVITATION_STATE_ACCEPTED_BY_REMOTE": "accepted by the callee",
	"LOCAL_INVITATION_STATE_REFUSED_BY_REMOTE":  "refused by the callee",
	"LOCAL_INVITATION_STATE_CANCELED":           "cancelled by the caller",
	"LOCAL_INVITATION_STATE_FAILURE":            "failed",

	"REMOTE_INVITATION_STATE_IDLE":                 "nothing has happened yet",
	"REMOTE_INVITATION_STATE_INVITATION_RECEIVED":  "received, not answered yet",
	"REMOTE_INVITATION_STATE_ACCEPT_SENT_TO_LOCAL": "acceptance is on its way to the caller",
	"REMOTE_INVITATION_STATE_REFUSED":              "refused by the callee",
	"REMOTE_INVITATION_STATE_ACCEPTED":             "accepted, and the caller has confirmed it",
	"REMOTE_INVITATION_STATE_CANCELED":             "cancelled by the caller",
	"REMOTE_INVITATION_STATE_FAILURE":              "failed",

	"LOCAL_INVITATION_ERR_PEER_OFFLINE":      "callee is offline",
	"LOCAL_INVITATION_ERR_PEER_NO_RESPONSE":  "callee is online but did not acknowledge within 30 s",
	"LOCAL_INVITATION_ERR_INVITATION_EXPIRE": "callee did not decide within 60 s",

	"REMOTE_INVITATION_ERR_PEER_OFFLINE":      "caller is offline",
	"REMOTE_INVITATION_ERR_ACCEPT_FAILURE":    "caller did not confirm the acceptance",
	"REMOTE_INVITATION_ERR_INVITATION_EXPIRE": "invitation was not answered within 60 s",

	"INVITATION_API_CALL_ERR_INVALID_ARGUMENT": "invitation is missing, of another manager, or its text is too long",
	"INVITATION_API_CALL_ERR_NOT_STARTED":      "invitation was not sent yet",
	"INVITATION_API_CALL_ERR_ALREADY_END":      "invitation has ended already",
	"INVITATION_API_CALL_ERR_ALREADY_ACCEPT":   "invitation was accepted already",
	"INVITATION_API_CALL_ERR_ALREADY_SENT":     "invitation was sent already",
}

// suffixMeanings holds what enumerators of several enums share. The first match counts.
var suffixMeanings = []struct{ suffix, meaning string }{
	{"_ERR_OK", "success"},
	{"_ERR_NOT_INITIALIZED", "service is not initialized"},
	{"_NOT_LOGGED_IN", "user is not logged in"},
	{"_ERR_NOT_LOGGEDIN", "user is not logged in"},
	{"_ERR_NOT_IN_CHANNEL", "user is not in the channel"},
	{"_ERR_TOKEN_EXPIRED", "token has expired"},
	{"_ERR_INVALID_TOKEN", "token is invalid"},
	{"_ERR_CONCURRENCY_LIMIT_EXCEEDED", "more uploads and downloads than 9 at once"},
	{"_MEDIA_ERR_INTERRUPTED", "transfer was cancelled or cut off"},
	{"_ERR_REJECTED", "refused by the server; reserved"},
}

// meaning returns what an enumerator means.
func meaning(identifier string) (string, error) {
	if text, ok := valueMeanings[identifier]; ok {
		return text, nil
	}
	for _, s := range suffixMeanings {
		if strings.HasSuffix(identifier, s.suffix) {
			return s.meaning, nil
		}
	}
	return "", fmt.Errorf("no meaning is written down for %s", identifier)
}
