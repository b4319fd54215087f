//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package main

import "os"

// windowWidth is the width of a terminal's window in characters; not known here.
func windowWidth(*os.File) int { return 0 }
