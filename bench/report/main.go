// Command report runs the benchmarks of package bench several times over and
// prints the medians as the table of docs/performance.md: every figure beside
// its floor and beside the naive binding, all from one run.
//
//	go run ./bench/report            # 7 rounds, about two minutes
//	go run ./bench/report -rounds 3
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"
)

func main() {
	rounds := flag.Int("rounds", 7, "how often every benchmark is run; the medians are printed")
	benchtime := flag.String("benchtime", "200ms", "time or count of each benchmark, as for go test")
	pattern := flag.String("bench", ".", "which benchmarks to run, as for go test")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *rounds, *benchtime, *pattern); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, benchtime, pattern string) error {
	if rounds < 1 {
		return errors.New("-rounds must be at least 1")
	}
	dir, err := os.MkdirTemp("", "bench-report-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary := filepath.Join(dir, "bench.test")
	build := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, "./bench")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the benchmarks (run this in the repository): %w", err)
	}
	var results measurements
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, rounds)
		cmd := exec.CommandContext(ctx, binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", benchtime)
		cmd.Stderr = nil // the engine's notice
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("running the benchmarks: %w\n%s", err, out)
		}
		if err := results.add(out); err != nil {
			return err
		}
	}
	results.print(rounds)
	return nil
}

// measurements holds every value seen, by benchmark and unit.
type measurements struct {
	names  []string
	values map[string]map[string][]float64
	cpu    string
}

func (m *measurements) add(output []byte) error {
	if m.values == nil {
		m.values = make(map[string]map[string][]float64)
	}
	reader := benchfmt.NewReader(bytes.NewReader(output), "bench")
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		m.cpu = result.GetConfig("cpu")
		name, _, _ := strings.Cut(string(result.Name.Full()), "-"+fmt.Sprint(runtime.GOMAXPROCS(0)))
		if m.values[name] == nil {
			m.values[name] = make(map[string][]float64)
			m.names = append(m.names, name)
		}
		for _, v := range result.Values {
			value, unit := v.Value, v.Unit
			if v.OrigUnit != "" {
				value, unit = v.OrigValue, v.OrigUnit
			}
			m.values[name][unit] = append(m.values[name][unit], value)
		}
	}
	return reader.Err()
}

// median returns the median of a benchmark's values, and whether it has any.
func (m *measurements) median(name, unit string) (float64, bool) {
	values := slices.Sorted(slices.Values(m.values[name][unit]))
	if len(values) == 0 {
		return 0, false
	}
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2, true
}

// comparisons are the rows of the table: a figure and the floor it stands on.
var comparisons = []struct{ title, name, unit, floor string }{
	{"empty cgo call", "Floor/empty_cgo_call", "ns/op", ""},
	{"empty callback on a foreign thread", "Floor/empty_foreign_callback", "ns/op", ""},
	{"memcpy of 32 B", "Floor/memcpy/32B", "ns/op", ""},
	{"memcpy of 1 KB", "Floor/memcpy/1024B", "ns/op", ""},
	{"memcpy of 32 KB", "Floor/memcpy/32768B", "ns/op", ""},
	{"SDK's thread: call, copy, enqueue, 32 B", "StreamSDK/32B", "ns/op", "Floor/empty_foreign_callback"},
	{"stream, 32 B", "Stream/binding/32B", "ns/op", "Floor/empty_foreign_callback"},
	{"stream, 1 KB", "Stream/binding/1024B", "ns/op", "Floor/empty_foreign_callback"},
	{"stream, 32 KB", "Stream/binding/32768B", "ns/op", "Floor/memcpy/32768B"},
	{"latency to the handler, median", "Latency/binding", "p50-ns", ""},
	{"latency to the handler, mean", "Latency/binding", "mean-ns", ""},
	{"latency to the handler, p99", "Latency/binding", "p99-ns", ""},
	{"the SDK's own share of a send (C++ loop)", "SendSDK", "ns/op", ""},
	{"send call", "SendCall/binding", "ns/op", "Floor/empty_cgo_call"},
	{"send plus result, 1 caller", "SendResult/binding/1", "ns/op", ""},
	{"send plus result, 64 callers", "SendResult/binding/64", "ns/op", ""},
	{"ping-pong on the embedded engine", "PingPong/binding", "ns/op", ""},
}

func (m *measurements) print(rounds int) {
	fmt.Printf("%s, %d CPUs, %s/%s, %s; medians of %d rounds\n\n", m.cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), rounds)
	fmt.Println("| what | binding | floor | times the floor | naive | naive / binding | allocs (naive) |")
	fmt.Println("|---|---:|---:|---:|---:|---:|---:|")
	for _, c := range comparisons {
		value, ok := m.median(c.name, c.unit)
		if !ok {
			continue
		}
		row := []string{c.title, nanoseconds(value), "", "", "", "", ""}
		if strings.HasPrefix(c.name, "Floor/") || c.name == "SendSDK" {
			row[1], row[2] = "", row[1]
		}
		if floor, ok := m.median(c.floor, "ns/op"); ok {
			row[2], row[3] = nanoseconds(floor), fmt.Sprintf("%.2f", value/floor)
		}
		peer := strings.Replace(c.name, "binding", "naive", 1)
		if other, ok := m.median(peer, c.unit); ok && peer != c.name {
			row[4], row[5] = nanoseconds(other), fmt.Sprintf("%.2f", other/value)
		}
		if allocs, ok := m.median(c.name, "allocs/op"); ok {
			row[6] = fmt.Sprint(allocs)
			if other, ok := m.median(peer, "allocs/op"); ok && peer != c.name {
				row[6] += fmt.Sprintf(" (%v)", other)
			}
		}
		fmt.Println("| " + strings.Join(row, " | ") + " |")
	}
}

func nanoseconds(ns float64) string {
	if ns >= 10_000 {
		return fmt.Sprintf("%.1f us", ns/1000)
	}
	if ns >= 100 {
		return fmt.Sprintf("%.0f ns", ns)
	}
	return fmt.Sprintf("%.1f ns", ns)
}
