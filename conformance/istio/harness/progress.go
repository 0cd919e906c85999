package main

import (
	"fmt"
	"os"
	"time"
)

// progress tells on standard error how far a part of the work has come, about once a second.
type progress struct {
	what        string
	done, total int
	last        time.Time
}

func newProgress(what string, total int) *progress {
	return &progress{what: what, total: total, last: time.Now()}
}

func (p *progress) step() {
	p.done++
	if p.done == p.total || time.Since(p.last) > time.Second {
		p.last = time.Now()
		fmt.Fprintf(os.Stderr, "progress %s %d/%d\n", p.what, p.done, p.total)
	}
}
