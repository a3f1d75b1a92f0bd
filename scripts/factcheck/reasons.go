// This file holds the tables of the facts that no test proves, or none proves whole, each with its reason.

package main

// The kinds of reasons.
const (
	history    = "history"            // how older versions of the SDK behaved; not the target
	abi        = "ABI note"           // about declarations, which the compiler or the header checks see to
	vendorSide = "vendor side"        // about the vendor's servers, network, library or platforms
	document   = "documentation only" // about what documents say, or advice; nothing that happens
	unseen     = "not observable"     // cannot be seen through the interface
	resolved   = "resolved by"        // a conflict of sources; the text is the fact that decides it
	other      = "other library"      // seen on a library that the engine does not stand for
)

// reason says why no test proves a fact.
type reason struct {
	kind, text string
}

func (r reason) String() string {
	if r.kind == resolved {
		return r.kind + " " + r.text
	}
	return r.kind + ": " + r.text
}

// reasons are by the numbers of the facts.
var reasons = map[string]reason{
	// Interface.
	"A-14": {abi, "what the parameters of type const char* mean; their types are checked as A-12"},
	"A-15": {vendorSide, "platforms of the vendor's library"},
	"A-17": {abi, "about the vendor's text of the headers; ours gives no warnings, which the headers' tests see to"},
	"A-18": {document, "misspelt names, none of which is in a header"},
	"A-23": {history, "0.9.0"},

	// Lifecycle, threads, results.
	"L-02": {unseen, "the engine never fails to make a service"},
	"L-04": {resolved, "C-01"},
	"T-09": {document, "advice to readers of time stamps"},

	// Sessions and tokens.
	"S-17": {history, "0.9.2"},
	"S-21": {resolved, "OB-22"}, // and OB-27: logout answers by its callback, and gives a login up
	"K-14": {history, "before 1.0.0"},
	"K-15": {vendorSide, "REST"},

	// Messages and channels.
	"P-08": {document, "a deprecation"},
	"G-07": {document, "advice on load; the engine does not enforce it"},

	// Attributes, invitations, media.
	"U-14": {history, "the code for not being logged in before 1.1.0"},
	"N-09": {history, "a fault mended in 1.2.2"},
	"I-02": {unseen, "how the vendor carries invitations"},
	"D-14": {unseen, "the interface has no other way to a file"},
	"D-16": {document, "a deprecation"},

	// Network and limits of the vendor's servers.
	"X-03": {vendorSide, "which addresses the servers of an area take"},
	"X-06": {vendorSide, "ports and host names"},
	"X-07": {vendorSide, "what the vendor's library is built with"},
	"F-04": {vendorSide, "REST"},
	"Z-03": {unseen, "says that there is no order"},
	"Z-05": {vendorSide, "REST"},
	"V-01": {vendorSide, "REST, which the engine does not have"},
	"V-02": {vendorSide, "REST, which the engine does not have"},
	"V-03": {vendorSide, "REST, which the engine does not have"},
	"V-04": {vendorSide, "REST, which the engine does not have"},

	// Conflicts, decided where the subject is.
	"C-02": {resolved, "S-16"},
	"C-03": {resolved, "A-08"},
	"C-04": {resolved, "H-11"},
	"C-06": {resolved, "H-03"},
	"C-07": {resolved, "H-02"},
	"C-08": {resolved, "S-19"},
	"C-09": {resolved, "K-09"},
	"C-10": {resolved, "K-10"},
	"C-11": {resolved, "K-06"},
	"C-12": {resolved, "F-01"},
	"C-16": {resolved, "M-05"},
	"C-18": {resolved, "E-02"},
	"C-19": {resolved, "E-04"},
	"C-21": {resolved, "I-28"},
	"C-22": {resolved, "I-29"},
	"C-23": {resolved, "I-31"},
	"C-24": {resolved, "I-30"},
	"C-25": {resolved, "D-07"},
	"C-26": {resolved, "Q-04"},
	"C-27": {document, "a date"},
	"C-29": {resolved, "D-11"},
	"C-30": {resolved, "H-15"},

	// What the sources leave open; a CHOICE or an observation stands in for each.
	"W-01": {document, "a header that nobody has seen"},
	"W-02": {document, "open; see T-03, L-10, L-09"},
	"W-03": {document, "open; see R-03"},
	"W-04": {document, "open; see S-23, S-07"},
	"W-05": {document, "open; see I-30"},
	"W-06": {document, "open; see R-06, P-11, P-14"},
	"W-07": {document, "pictures that were not available"},
	"W-08": {document, "texts that were not available"},

	// Observations of libraries other than the one the engine stands for.
	"OB-03": {other, "0.9.1; OB-20 and OB-24 are the same for 1.2.2"},
	"OB-06": {other, "0.9.1; its ids are R-06"},
	"OB-10": {other, "0.9.1; the engine writes no log file unless told, see Q-01, and its releases are L-09 and L-16"},
}

// partly are facts of which the tests prove one half: where the other is, or why it is nowhere.
var partly = map[string]string{
	"L-12": "the engine refuses calls after a release; the aborts of tombstones are in internal/fakesdk",
	"P-07": "the option is taken and changes nothing; that it is recorded cannot be seen, as no call reads history",
	"Q-01": "the rules for paths; unlike the SDK the engine writes no log file unless told, so there is no default path",
	"T-04": "the engine defers the release; one that cannot go on, as in the real library, is in internal/fakesdk, which aborts",
	"T-07": "the engine has no sockets of C that could raise a SIGPIPE; internal/fakesdk has the switch that raises one",
	"T-08": "results before the return are forced in internal/fakesdk; the engine's come when they come",
	"X-02": "the values; the engine has no areas, and its servers no addresses to choose from",
	"X-04": "the values; the engine has no proxies",
	"X-05": "what is refused; the context that is stored cannot be read back",
}
