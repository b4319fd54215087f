//go:build !unix

package portal

import "os"

func raiseSegfault() { os.Exit(2) }
