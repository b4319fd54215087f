package main

import (
	"slices"
	"sync"

	"github.com/ctopo/ctopo/connectome"
)

// repeats tells what readers note of files once, and at the end of how many more
// files they noted the same: a folder of seventy would hide all else.
type repeats struct {
	mu    sync.Mutex
	texts []string // in the order in which they came first
	more  map[string]int
}

func (r *repeats) note(a *app, source connectome.Source, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.texts, text) {
		r.texts = append(r.texts, text)
		a.note("%s: %s", source, text)
		return
	}
	if a.flags.verbose {
		a.note("%s: %s", source, text)
		return
	}
	if r.more == nil {
		r.more = make(map[string]int)
	}
	r.more[text]++
}

// end tells of the files that were not named.
func (r *repeats) end(a *app) {
	for _, text := range r.texts {
		if n := r.more[text]; n > 0 {
			a.note("%s: noted of %d more, which -v names", text, n)
		}
	}
}
