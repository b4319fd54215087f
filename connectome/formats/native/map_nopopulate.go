//go:build unix && !linux

package native

const populate = 0
