package run

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTell(t *testing.T) {
	var done atomic.Int64
	told := make(chan int64, 1000)
	stop := Tell(func(done, total int64) {
		assert.Equal(t, int64(10), total)
		told <- done
	}, &done, 10)
	assert.Equal(t, int64(0), <-told, "it tells without being asked")
	done.Store(4)
	require.Eventually(t, func() bool { return <-told == 4 }, time.Second, time.Millisecond)
	done.Store(12)
	stop()
	close(told) // a call that came later would panic
	last := int64(0)
	for last = range told {
	}
	assert.Equal(t, int64(10), last, "never more than there is")

	Tell(nil, &done, 10)()
}
