package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/portal"
)

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case portal.GuardCommand:
			os.Exit(portal.ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		case formats.GuardCommand:
			os.Exit(formats.ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	// A reader of our output that goes away is an error of writing, not the end:
	// files that are being written must be put into place or removed.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as under nohup
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	go func() {
		<-ctx.Done()
		stop() // the second Ctrl-C kills
	}()
	if os.Getenv("GOGC") == "" {
		// What reading leaves behind is collected before counting allocates: a
		// quarter less memory at the peak, and no time, as slices are few and large.
		debug.SetGCPercent(50)
	}
	debug.SetTraceback("none") // users get one line, not the state of every goroutine
	a := &app{
		stdout: os.Stdout, stderr: os.Stderr,
		stdoutTerminal: isTerminal(os.Stdout), stderrTerminal: isTerminal(os.Stderr),
		width: terminalWidth(),
	}
	os.Exit(a.main(ctx, os.Args[1:]))
}

// isTerminal reports whether someone is looking.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}
