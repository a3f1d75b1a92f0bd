package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

var root = os.DirFS("../..")

// The parser finds in the headers exactly what the description of the interface lists.
func TestParserAgreesWithTheSpec(t *testing.T) {
	t.Parallel()
	h, err := readHeaders(root)
	require.NoError(t, err)
	api, err := spec.Load()
	require.NoError(t, err)
	api = api.Current()

	require.Len(t, h.Functions, len(api.Functions))
	signatures := map[string]bool{}
	for _, f := range api.Functions {
		signatures[normalise(f.Signature)] = true
	}
	for _, f := range h.Functions {
		require.True(t, signatures[f.Signature], f.Signature)
	}

	require.Len(t, h.Classes, len(api.Classes))
	classes := map[string]spec.Class{}
	for _, c := range api.Classes {
		classes[c.Name] = c
	}
	for _, c := range h.Classes {
		require.Equal(t, classes[c.Name].Base, c.Base, c.Name)
		require.Len(t, c.Methods, len(classes[c.Name].Methods), c.Name)
		for i, m := range classes[c.Name].Methods {
			require.Equal(t, cppMethod{Name: m.Name, Signature: m.Signature}, c.Methods[i])
			require.Equal(t, m.Signature, normalise(m.Signature), "the spec's own spacing is that of normalise")
		}
	}

	require.Len(t, h.Structs, len(api.Structs))
	structs := map[string]spec.Struct{}
	for _, s := range api.Structs {
		structs[s.Name] = s
	}
	for _, s := range h.Structs {
		require.Len(t, s.Fields, len(structs[s.Name].Fields), s.Name)
		for i, f := range structs[s.Name].Fields {
			require.Equal(t, cppField{Name: f.Name, Type: f.Type}, s.Fields[i])
		}
	}

	var macros []string
	for _, m := range api.Macros {
		if m.Kind == "string literal" {
			macros = append(macros, m.Name)
		}
	}
	require.Equal(t, macros, h.Macros)

	require.Len(t, h.Enums, len(api.Enums))
	enums := map[string]spec.Enum{}
	for _, e := range api.Enums {
		enums[e.Name] = e
	}
	for _, e := range h.Enums {
		require.Len(t, e.Values, len(enums[e.Name].Values), e.Name)
		for i, v := range enums[e.Name].Values {
			require.Equal(t, cppValue{Name: v.Name, Value: v.Value}, e.Values[i])
		}
	}
}

// fact: A-11
func TestLeaveChannelReasonIsUsedNowhere(t *testing.T) {
	t.Parallel()
	h, err := readHeaders(root)
	require.NoError(t, err)
	declared, used := 0, map[string]int{}
	for _, it := range h.items() {
		if it.kind == kindEnum && strings.HasPrefix(it.name, "LEAVE_CHANNEL_") {
			declared++
		}
		for _, enum := range []string{"LEAVE_CHANNEL_ERR", "LEAVE_CHANNEL_REASON"} {
			if strings.Contains(it.signature, enum) {
				used[enum]++
			}
		}
	}
	require.Equal(t, 2, declared)
	require.Equal(t, map[string]int{"LEAVE_CHANNEL_ERR": 1}, used)
}

func TestParserRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"namespace agora {",
		"enum E { A };",
		"enum E { A = x };",
		"class C { public: void f(); };",
		"class C { public: virtual void f() };",
		"class C : private D {};",
		"struct S { int };",
		"struct S { int a }",
		"int x;",
		"int f()",
		"} int f();",
	} {
		require.Error(t, new(header).parse(text), text)
	}
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"int f(const char* ids[], long long& id, bool sync = false) const",
		"int  f( const char *ids [], long long &id,bool sync=false )  const",
		"AGORA_API int f(const char*\n  /*ids*/[], // names\n long long& /*id*/, bool /*sync*/ = false) const",
	} {
		require.Equal(t, "int f(const char* ids[], long long& id, bool sync = false) const", normalise(text))
	}
	require.Equal(t, "IRtmService* createRtmService()", normalise("agora::rtm::IRtmService* createRtmService()"))
}

const sampleHeader = `
#define AGORA_CALL
#define GREETING "hello"
AGORA_API int AGORA_CALL version();
class IThing {
 protected:
  virtual ~IThing() {}
 public:
  virtual int send(const char* text) = 0;
  virtual int send(const char* text, int flags) = 0;
  virtual void release() = 0;
};
class IThingEventHandler {
 public:
  virtual ~IThingEventHandler() {}
  virtual void onSendResult(int /*code*/) {}
  virtual void onCallReceived(const char* /*peerId*/) {}
};
class IOther {
 public:
  virtual void release() = 0;
};
struct Options { const char* peerId; bool fast; Options() : fast(false) {} };
enum CODE { CODE_OK = 0, CODE_BAD = 0xf };
`

const sampleGo = `package agorartm

// Thing is one.
//
// Implements: class IThing
type Thing struct{}

// Send sends.
//
// Implements: int send(const char* text, int flags)
// Implements: int send(const char *text)
func (t *Thing) Send() {}

// Close ends.
//
// Implements: void release()
func (t *Thing) Close() {}

// Version tells.
//
// Implements: int version()
// Implements: GREETING
func Version() int { return 0 }

// Other is one.
//
// Implements: class IOther
type Other struct{}

// Free frees.
//
// Implements: void release()
func (o Other) Free() {}

// Handler is told.
//
// Implements: class IThingEventHandler
type Handler struct {
	// OnCall is.
	//
	// Implements: void onCallReceived(const char* peerId)
	OnCall func()
}

// Options are.
//
// Implements: struct Options
type Options struct {
	PeerID string
	Fast bool
}

// Code is CODE: a code.
type Code uint32

const (
	// OK is CODE_OK: fine.
	OK Code = 0
	// Bad is CODE_BAD: not fine.
	Bad Code = 15
)
`

var sampleTable = map[string][]string{"IThingEventHandler::onSendResult": {"Thing.Send"}}

// coverSample compares the samples after a change of the Go text.
func coverSample(t *testing.T, table map[string][]string, oldNew ...string) *coverage {
	t.Helper()
	h := new(header)
	require.NoError(t, h.parse(sampleHeader))
	changed := strings.NewReplacer(oldNew...).Replace(sampleGo)
	require.Equal(t, len(oldNew) > 0, changed != sampleGo, "the change was not made")
	api, err := readGoAPI(fstest.MapFS{
		"agorartm/x.go": {Data: []byte(changed)},
		// Not looked at.
		"agorartm/x_test.go":      {Data: []byte("package agorartm\n\n// Implements: a test\ntype Test int\n")},
		"agorartm/other/other.go": {Data: []byte("package other\n\n// Implements: another package\ntype Other int\n")},
	}, "agorartm")
	require.NoError(t, err)
	return cover(h, api, table)
}

func TestCompleteAPIHasNothingMissing(t *testing.T) {
	t.Parallel()
	c := coverSample(t, sampleTable)
	var out strings.Builder
	require.True(t, c.report(&out, true), out.String())
	require.Equal(t, "17 of 17 parts of the C++ interface have their Go counterpart\n", out.String())
	require.False(t, c.report(&out, false))
	require.Contains(t, out.String(), "tables are stale")
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		table  map[string][]string
		change []string
		found  string
	}{
		{"class", sampleTable, []string{"// Implements: class IOther\n", ""}, "missing: IOther\n"},
		{"method", sampleTable, []string{"// Implements: int version()\n", ""}, "missing: version   int version()\n"},
		{"macro", sampleTable, []string{"// Implements: GREETING\n", ""}, "missing: GREETING\n"},
		{"overload", sampleTable, []string{"// Implements: int send(const char *text)\n", ""}, "missing: IThing::send   int send(const char* text)\n"},
		{"callback", sampleTable, []string{"// Implements: void onCallReceived(const char* peerId)\n", ""}, "missing: IThingEventHandler::onCallReceived   void onCallReceived(const char* peerId)\n"},
		{"result callback", nil, nil, "missing: IThingEventHandler::onSendResult   void onSendResult(int code)\n"},
		{"struct", sampleTable, []string{"// Implements: struct Options\n", ""}, "missing: Options\n"},
		{"field", sampleTable, []string{"Fast bool", "fast bool"}, "missing: Options::fast\n"},
		{"enum", sampleTable, []string{"is CODE:", "is a code:"}, "missing: CODE\n"},
		{"enum value", sampleTable, []string{"is CODE_BAD:", "is"}, "missing: CODE_BAD\n"},
		{"number", sampleTable, []string{"Bad Code = 15", "Bad Code = 16"}, "wrong: CODE_BAD is 15, but Bad is 16\n"},
		{"unknown signature", sampleTable, []string{"int version()", "int version(int)"}, "wrong: Version implements what the headers do not declare: int version(int)\n"},
		{"whose release", sampleTable, []string{"// Implements: class IOther\n", ""}, "wrong: Other.Free does not say whose declaration it implements: void release()"},
		{"table's C++ name", map[string][]string{"IThing::gone": {}}, nil, "wrong: the table has IThing::gone, which"},
		{"table's Go name", map[string][]string{"IThingEventHandler::onSendResult": {"Thing.Gone"}}, nil, "missing: IThingEventHandler::onSendResult"},
		{"table's Go name is told", map[string][]string{"IThing::send": {"Thing.Gone"}}, nil, "wrong: the table says IThing::send is Thing.Gone, which"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			require.False(t, coverSample(t, tt.table, tt.change...).report(&out, true))
			require.Contains(t, out.String(), tt.found)
		})
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	text := coverSample(t, map[string][]string{
		"IThingEventHandler::onSendResult": {"Thing.Send", "Version"},
		"IOther::release":                  {},
	}, "// Free frees.\n//\n// Implements: void release()\n", "").tables()
	for _, row := range []string{
		"| `IThing` | `Thing` |\n",
		"| `version` | `Version` |\n",
		"#### `IThing`\n\n| C++ | Go |\n|---|---|\n| `send` | `Thing.Send` |\n| `release` | `Thing.Close` |\n",
		"| `onSendResult` | what `Thing.Send`, `Version` return |\n",
		"#### `IOther`\n\n| C++ | Go |\n|---|---|\n| `release` | nothing to do |\n",
		"| `onCallReceived` | `Handler.OnCall` |\n",
		"| `peerId` | `Options.PeerID` |\n",
		"| `CODE` | `Code` |\n",
	} {
		require.Contains(t, text, row)
	}
}

// Fields that are declared together share their comment, but not its lines.
func TestFieldsDeclaredTogether(t *testing.T) {
	t.Parallel()
	h := new(header)
	require.NoError(t, h.parse("class I { public: virtual void setWidth(int w) = 0; virtual void setHeight(int h) = 0; virtual void grow() = 0; };"))
	api, err := readGoAPI(fstest.MapFS{"agorartm/x.go": {Data: []byte(`package agorartm

// Size is one.
//
// Implements: class I
type Size struct {
	// Width and Height are what they say.
	//
	// Implements: void setWidth(int w)
	// Implements: void setHeight(int h)
	// Implements: void grow()
	Width, Height int
}
`)}}, "agorartm")
	require.NoError(t, err)
	c := cover(h, api, nil)
	require.Empty(t, c.wrong)
	require.Equal(t, []string{"Size.Width"}, c.overloads("I::setWidth"))
	require.Equal(t, []string{"Size.Height"}, c.overloads("I::setHeight"))
	require.Equal(t, []string{"Size.Height", "Size.Width"}, c.overloads("I::grow"))
}

func TestReadmeIsWrittenBetweenTheMarkers(t *testing.T) {
	t.Parallel()
	readme, err := replaceTables("a\n"+markerBegin+"\nold\n"+markerEnd+"\nb\n", "new\n")
	require.NoError(t, err)
	require.Equal(t, "a\n"+markerBegin+"\nnew\n"+markerEnd+"\nb\n", readme)
	for _, text := range []string{"", markerBegin + "\n", markerEnd + "\n"} {
		_, err := replaceTables(text, "")
		require.Error(t, err)
	}
}

// The whole command on a repository of its own: stale, written, fresh.
func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "include"), os.DirFS("../../include")))
	require.NoError(t, os.CopyFS(filepath.Join(dir, "agorartm"), os.DirFS("../../agorartm")))
	name := filepath.Join(dir, "README.md")
	require.NoError(t, os.WriteFile(name, []byte(markerBegin+"\n"+markerEnd+"\n"), 0o600))

	var out strings.Builder
	ok, err := run(&out, dir, false, false)
	require.NoError(t, err)
	require.False(t, ok)
	require.Contains(t, out.String(), "tables are stale")

	ok, err = run(&out, dir, false, true)
	require.NoError(t, err)
	require.True(t, ok)
	written, err := os.ReadFile(name)
	require.NoError(t, err)

	out.Reset()
	ok, err = run(&out, dir, true, false)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, markerBegin+"\n"+out.String()+markerEnd+"\n", string(written))

	out.Reset()
	_, err = run(&out, dir, false, false)
	require.NoError(t, err)
	require.NotContains(t, out.String(), "stale")

	_, err = run(&out, t.TempDir(), false, false)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// This repository: nothing is missing or wrong, and the README says so.
func TestRepository(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	ok, err := run(&out, "../..", false, false)
	require.NoError(t, err)
	require.True(t, ok, out.String())
}
