package guard

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Asked is the guard's end: it reads what is asked into request, and from then on
// exits when stdin ends, which it does when the process that asked is gone. It
// returns false if it was not asked as it should be, having said so.
func Asked(args []string, stdin io.Reader, stderr io.Writer, request any) bool {
	if len(args) != 0 {
		fmt.Fprintln(stderr, "this command is for ctopo's own use")
		return false
	}
	in := bufio.NewReader(stdin)
	line, err := in.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, request)
	}
	if err != nil {
		fmt.Fprintln(stderr, "this command is for ctopo's own use:", err)
		return false
	}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		os.Exit(3)
	}()
	return true
}

// Limit bounds what this process may take from now on, and leaves no core dump.
func Limit(b Bounds) { limit(b.Memory, b.CPUSeconds) }
