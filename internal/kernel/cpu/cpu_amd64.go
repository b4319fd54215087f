//go:build amd64 && !purego && !noasm

package cpu

import x "golang.org/x/sys/cpu"

var (
	// AVX2 means AVX2, BMI1, BMI2 and POPCNT.
	AVX2 = x.X86.HasAVX2 && x.X86.HasBMI1 && x.X86.HasBMI2 && x.X86.HasPOPCNT

	// AVX512 means AVX2 as above and AVX-512 F, BW, DQ, VL and VPOPCNTDQ.
	AVX512 = AVX2 && x.X86.HasAVX512F && x.X86.HasAVX512BW && x.X86.HasAVX512DQ &&
		x.X86.HasAVX512VL && x.X86.HasAVX512VPOPCNTDQ

	// AVX512VBMI means AVX512 as above and VBMI and VBMI2: bytes are moved and
	// compressed within a register.
	AVX512VBMI = AVX512 && x.X86.HasAVX512VBMI && x.X86.HasAVX512VBMI2
)
