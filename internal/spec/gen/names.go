package main

import "strings"

// exceptions are the enumerators whose Go name does not follow from the C++ one word by word.
var exceptions = map[string]string{
	"JOIN_CHANNEL_TIMEOUT": "JoinChannelErrTimeout", // the only one of its enum without ERR
	"RTM_NONE_PROXY":       "CloudProxyNone",
	"RTM_TCP_PROXY":        "CloudProxyTCP",
}

// words are the parts of C++ names that do not become a capital and small letters.
var words = map[string]string{
	"API":          "API",
	"ID":           "ID",
	"OK":           "OK",
	"USERID":       "UserID",
	"LOGGEDIN":     "LoggedIn",
	"IMCOMPATIBLE": "Incompatible", // the SDK's own spelling
	"RTM":          "",             // IRtmService is Service in Go; so are the rest
}

// typeName returns the Go name of a C++ enum: LOGIN_ERR_CODE is LoginErrCode.
func typeName(enum string) string { return camel(enum) }

// valueName returns the Go name of an enumerator: LOGIN_ERR_INVALID_TOKEN is LoginErrInvalidToken.
func valueName(identifier string) string {
	if name, ok := exceptions[identifier]; ok {
		return name
	}
	if area, ok := strings.CutPrefix(identifier, "AREA_CODE_"); ok && len(area) == 2 {
		return "AreaCode" + area
	}
	return camel(identifier)
}

func camel(identifier string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(identifier, "_") {
		if special, ok := words[word]; ok {
			b.WriteString(special)
			continue
		}
		b.WriteString(word[:1])
		b.WriteString(strings.ToLower(word[1:]))
	}
	return b.String()
}
