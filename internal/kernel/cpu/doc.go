// Package cpu tells which instruction sets the kernels may use, and holds for each of
// their packages which it does use.
//
// A flag is set only if the processor and the operating system support every
// feature that it stands for, so that switching off one of them through GODEBUG
// (cpu.avx512f=off, cpu.avx2=off) takes the slower path. Build tags purego and
// noasm, and processors other than amd64, clear all flags.
package cpu
