// Command install builds stand-ins for the vendor's SDK and installs them as a user installs the
// real one. For each version it prints the version and what PKG_CONFIG_PATH is to be.
//
//	go run ./internal/sdkvariants/install -prefix DIR [VERSION...]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"path/filepath"
	"slices"

	"github.com/go-rtm/agora-rtm-go/internal/sdkvariants"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("install: ")
	root := flag.String("root", ".", "root directory of the module")
	prefix := flag.String("prefix", "", "where to install")
	flag.Parse()
	if err := install(*root, *prefix, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func install(root, prefix string, versions []string) error {
	if prefix == "" {
		return fmt.Errorf("-prefix is missing")
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	prefix, err = filepath.Abs(prefix)
	if err != nil {
		return err
	}
	all, err := sdkvariants.All()
	if err != nil {
		return err
	}
	for _, v := range all {
		if len(versions) > 0 && !slices.Contains(versions, v.Version) {
			continue
		}
		dir, err := v.Install(context.Background(), root, prefix)
		if err != nil {
			return err
		}
		fmt.Println(v.Version, dir)
	}
	return nil
}
