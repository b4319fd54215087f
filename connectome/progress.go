package connectome

// Progress is told how far a long piece of work has come: done of total units,
// which the function that takes it names. It is called from one goroutine at a
// time, some ten times a second at most, and last with done equal to total
// where the work ended well. A nil Progress is never called.
type Progress func(done, total int64)
