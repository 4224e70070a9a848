package main

import (
	"fmt"
	"io"
	"sync"
)

const mostPrinted = 30

// findings are what was not as it should be.
type findings struct {
	lock  sync.Mutex
	texts []string
	more  int
}

func (f *findings) add(format string, arguments ...any) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if len(f.texts) >= mostPrinted {
		f.more++
		return
	}
	f.texts = append(f.texts, fmt.Sprintf(format, arguments...))
}

// print writes the findings, a line each, and returns how many there are.
func (f *findings) print(to io.Writer) int {
	f.lock.Lock()
	defer f.lock.Unlock()
	for _, text := range f.texts {
		fmt.Fprintln(to, "DIFFERENT:", text)
	}
	if f.more > 0 {
		fmt.Fprintf(to, "DIFFERENT: and %d more\n", f.more)
	}
	return len(f.texts) + f.more
}
