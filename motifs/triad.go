package motifs

import (
	"fmt"
	"iter"
)

// Triad is one of the sixteen classes of three neurons and the connections
// among them, in the order of Gal et al. 2017 (DOI 10.1038/nn.4576), MAN names
// as networkx and igraph use them:
//
//	Triad  MAN   motif  connections between roles 0, 1, 2   labelled
//	    0  003     -    none                                    1
//	    1  012     -    0→1                                     6
//	    2  102     -    0↔1                                     3
//	    3  021C    1    2→0 0→1        chain                    6
//	    4  021U    2    1→0 2→0        convergence              3
//	    5  021D    3    0→1 0→2        divergence               3
//	    6  030T    4    0→1 0→2 1→2    feed-forward loop        6
//	    7  111U    5    1↔2 2→0                                 6
//	    8  111D    6    0→1 1↔2                                 6
//	    9  030C    7    0→1 1→2 2→0    3-cycle                  2
//	   10  201     8    0↔1 0↔2                                 3
//	   11  120C    9    0→1 1↔2 2→0                             6
//	   12  120U   10    1→0 2→0 1↔2                             3
//	   13  120D   11    0→1 0→2 1↔2                             3
//	   14  210    12    0↔1 0↔2 1→2                             6
//	   15  300    13    0↔1 0↔2 1↔2                             1
//
// The member of the mutual pair sends to the third neuron in 111U and receives
// from it in 111D.
type Triad uint8

// The triads, by their MAN names.
const (
	T003 Triad = iota
	T012
	T102
	T021C
	T021U
	T021D
	T030T
	T111U
	T111D
	T030C
	T201
	T120C
	T120U
	T120D
	T210
	T300
)

// NumTriads is the number of classes.
const NumTriads = 16

// Triads returns the classes in order, those without connections first.
func Triads() iter.Seq[Triad] {
	return func(yield func(Triad) bool) {
		for t := range Triad(NumTriads) {
			if !yield(t) {
				return
			}
		}
	}
}

// Dyad is how two neurons i and j of a triad are connected: A_ij + 2·A_ji.
type Dyad uint8

// The four dyads of an ordered pair (i, j).
const (
	DyadNull     Dyad = iota // no connection
	DyadForward              // i → j
	DyadBackward             // j → i
	DyadMutual               // both
)

// reversed is the same dyad seen from j to i.
func (d Dyad) reversed() Dyad { return d>>1 | d&1<<1 }

// pattern is a class as a drawing on the roles: the dyads 01, 02 and 12.
type pattern struct {
	man    string
	motif  uint8
	d01    Dyad
	d02    Dyad
	d12    Dyad
	pretty string
}

var patterns = [NumTriads]pattern{
	T003:  {"003", 0, DyadNull, DyadNull, DyadNull, "unconnected"},
	T012:  {"012", 0, DyadForward, DyadNull, DyadNull, "one connection"},
	T102:  {"102", 0, DyadMutual, DyadNull, DyadNull, "one mutual pair"},
	T021C: {"021C", 1, DyadForward, DyadBackward, DyadNull, "chain"},
	T021U: {"021U", 2, DyadBackward, DyadBackward, DyadNull, "convergence"},
	T021D: {"021D", 3, DyadForward, DyadForward, DyadNull, "divergence"},
	T030T: {"030T", 4, DyadForward, DyadForward, DyadForward, "feed-forward loop"},
	T111U: {"111U", 5, DyadNull, DyadBackward, DyadMutual, "mutual pair that sends"},
	T111D: {"111D", 6, DyadForward, DyadNull, DyadMutual, "mutual pair that receives"},
	T030C: {"030C", 7, DyadForward, DyadBackward, DyadForward, "3-cycle"},
	T201:  {"201", 8, DyadMutual, DyadMutual, DyadNull, "two mutual pairs"},
	T120C: {"120C", 9, DyadForward, DyadBackward, DyadMutual, "3-cycle with a mutual pair"},
	T120U: {"120U", 10, DyadBackward, DyadBackward, DyadMutual, "convergence of a mutual pair"},
	T120D: {"120D", 11, DyadForward, DyadForward, DyadMutual, "divergence to a mutual pair"},
	T210:  {"210", 12, DyadMutual, DyadMutual, DyadForward, "two mutual pairs and a connection"},
	T300:  {"300", 13, DyadMutual, DyadMutual, DyadMutual, "three mutual pairs"},
}

// dyad returns the dyad between two roles, seen from the first.
func (p *pattern) dyad(i, j uint8) Dyad {
	switch {
	case i > j:
		return p.dyad(j, i).reversed()
	case j == 1:
		return p.d01
	case i == 0:
		return p.d02
	default:
		return p.d12
	}
}

var permutations = [6][3]uint8{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {0, 2, 1}, {1, 0, 2}, {2, 1, 0}}

// placed is what a labelled graph on three nodes is: node[r] plays role r.
type placed struct {
	triad Triad
	node  [3]uint8
}

// derived is what follows from the patterns alone.
type derived struct {
	lookup        [64]placed            // by 16·d01 + 4·d02 + d12
	labelled      [NumTriads]int        // entries of lookup
	roles         [NumTriads][3]uint8   // smallest number in the role's orbit
	automorphisms [NumTriads][][3]uint8 // image[r] takes the place of role r
	transposed    [NumTriads]Triad      // class with every connection reversed
	byMAN         map[string]Triad
	byMotif       [14]Triad
}

var (
	tables        = derive()
	lookup        = &tables.lookup
	automorphisms = &tables.automorphisms
)

func derive() *derived {
	d := &derived{byMAN: make(map[string]Triad)}
	seen := [64]bool{}
	for t := range Triad(NumTriads) {
		p := &patterns[t]
		d.roles[t] = [3]uint8{0, 1, 2}
		for _, node := range permutations {
			code := p.code(node)
			if !seen[code] {
				seen[code] = true
				d.lookup[code] = placed{t, inverse(node)}
				d.labelled[t]++
			}
			if code == p.code(permutations[0]) {
				d.automorphisms[t] = append(d.automorphisms[t], node)
				for r, image := range node {
					d.roles[t][image] = min(d.roles[t][image], uint8(r))
				}
			}
		}
		d.byMAN[p.man] = t
		if p.motif > 0 {
			d.byMotif[p.motif] = t
		}
	}
	for t := range Triad(NumTriads) {
		p := &patterns[t]
		d.transposed[t] = d.lookup[p.d01.reversed()<<4|p.d02.reversed()<<2|p.d12.reversed()].triad
	}
	return d
}

// code is the number of the labelled graph in which node i plays role role[i].
func (p *pattern) code(role [3]uint8) uint8 {
	return uint8(p.dyad(role[0], role[1])<<4 | p.dyad(role[0], role[2])<<2 | p.dyad(role[1], role[2]))
}

func inverse(p [3]uint8) (q [3]uint8) {
	for i, r := range p {
		q[r] = uint8(i)
	}
	return q
}

// TriadOf returns the class of three neurons 0, 1 and 2 from their three dyads.
func TriadOf(d01, d02, d12 Dyad) Triad {
	return lookup[d01&3<<4|d02&3<<2|d12&3].triad
}

// PlaceTriad returns the class of three neurons and, for each role, which of
// them plays it. Where automorphisms leave a choice, any of the equivalent
// assignments may be returned.
func PlaceTriad(d01, d02, d12 Dyad) (t Triad, node [3]uint8) {
	p := lookup[d01&3<<4|d02&3<<2|d12&3]
	return p.triad, p.node
}

// ParseTriad returns the class of a MAN name.
func ParseTriad(man string) (Triad, error) {
	t, ok := tables.byMAN[man]
	if !ok {
		return 0, fmt.Errorf("motifs: %q is no triad: the names are 003, 012, 102, 021C, 021U, 021D, 030T, 111U, 111D, 030C, 201, 120C, 120U, 120D, 210 and 300", man)
	}
	return t, nil
}

// TriadOfMotif returns the class with a motif number of 1 to 13. ok is false
// for any other number.
func TriadOfMotif(motif int) (t Triad, ok bool) {
	if motif < 1 || motif > 13 {
		return 0, false
	}
	return tables.byMotif[motif], true
}

// MAN returns the class's name by its mutual, asymmetric and null pairs.
func (t Triad) MAN() string { return patterns[t].man }

// String returns the MAN name.
func (t Triad) String() string {
	if t >= NumTriads {
		return fmt.Sprintf("Triad(%d)", uint8(t))
	}
	return patterns[t].man
}

// Description tells the class in a few words.
func (t Triad) Description() string { return patterns[t].pretty }

// Motif returns the motif number of Gal et al. 2017, 1 to 13, or 0 for the
// three classes that do not hang together.
func (t Triad) Motif() int { return int(patterns[t].motif) }

// Labelled returns how many of the 64 graphs on three labelled neurons belong
// to the class: 6 divided by the number of automorphisms.
func (t Triad) Labelled() int { return tables.labelled[t] }

// Dyads returns the numbers of mutual, asymmetric and null pairs: the digits of
// the MAN name.
func (t Triad) Dyads() (mutual, asymmetric, null int) {
	name := patterns[t].man
	return int(name[0] - '0'), int(name[1] - '0'), int(name[2] - '0')
}

// Closed reports whether all three pairs are connected.
func (t Triad) Closed() bool { return patterns[t].man[2] == '0' }

// Dyad returns how role i is connected to role j, for two different roles.
func (t Triad) Dyad(i, j int) Dyad { return patterns[t].dyad(uint8(i), uint8(j)) }

// Edges returns the connections between roles, pre then post, ascending.
func (t Triad) Edges() [][2]int {
	var edges [][2]int
	for i := range 3 {
		for j := range 3 {
			if i != j && t.Dyad(i, j)&DyadForward != 0 {
				edges = append(edges, [2]int{i, j})
			}
		}
	}
	return edges
}

// Role returns the role that a neuron at position 0, 1 or 2 of the pattern
// plays: the smallest position that an automorphism exchanges it with.
func (t Triad) Role(position int) int { return int(tables.roles[t][position]) }

// Roles returns the distinct roles of the class, ascending.
func (t Triad) Roles() []int {
	var distinct []int
	for r := range 3 {
		if t.Role(r) == r {
			distinct = append(distinct, r)
		}
	}
	return distinct
}

// Automorphisms returns the permutations of the roles that keep all
// connections, the identity first: p[r] takes the place of role r. 030C has the
// three rotations; the other classes 1, 2 or 6.
func (t Triad) Automorphisms() [][3]uint8 {
	return append([][3]uint8(nil), automorphisms[t]...)
}

// Transposed returns the class that the triad becomes when every connection is
// reversed: 021U ↔ 021D, 111U ↔ 111D, 120U ↔ 120D, every other one itself.
func (t Triad) Transposed() Triad { return tables.transposed[t] }
