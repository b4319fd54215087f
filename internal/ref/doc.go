// Package ref holds slow, obviously right versions of what the kernels compute.
// It is for tests only: every one of them enumerates what it counts, and none
// shares code with what it checks.
package ref
