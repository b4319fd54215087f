// Package synth makes synthetic cortical microcircuits that look like the
// instances of the Neocortical Microcircuit portal: the same 55 m-types in the
// same numbers and layers, in a column of the same shape, connected with the
// published number of connections per pathway and the published dependence on
// distance. Their cells and connections are drawn at random; none is taken from
// the portal.
//
// # What is drawn
//
// A pathway is an ordered pair of m-types. Within pathway (a, b) the connection
// i → j comes at the rate
//
//	λ(i, j) = out_b(i) · in_a(j) · f_ab(d(i, j)) · g_ab(y_j − y_i)
//
// where d is the horizontal distance (x and z) of the somata in µm, f_ab is the
// published profile of the connection probability, and out and in are the
// cells' propensities to send and to receive connections, of mean 1. A cell has
// one rank among its m-type as a sender and one as a receiver; how much its
// propensities differ from others' for that depends on the partners' layer, as
// published. Propensities towards another layer also grow with nearness to that
// layer: that makes some of the published variance. Within a layer g_ab is a Gaussian
// of the difference of depths; in layers 5 and 6 it has its maximum where the target
// lies below the source. g_ab is 1 between layers. The
// connections of the pathway are the first E_ab to come: P(i → j) is then
// 1 − exp(−τ·λ(i, j)) for the one τ that gives E_ab connections. Loops never
// occur, nor do duplicates.
//
// # The kinds
//
// AVERAGE instances mc0, mc1, … differ by chance only: sizes by a few cells,
// E_ab by one or two per cent. INDIVIDUAL instances are built on an animal's
// measurements: sizes, thicknesses of layers and numbers of connections vary
// between animals more than between the instances of one animal. The portal's
// animals P14-13 to P14-17 have the numbers of cells that their published numbers
// of simplices tell. A CONTROL
// instance belongs to the AVERAGE instance of its mc and seed: it has the same
// cells at the same positions and exactly as many connections, in each pathway
// and in all. Depth matters as much as in the instance, but of what cells have
// beyond that there is only the part that comes with a cell's place, not that of
// its own arbor. So it has fewer triangles and simplices.
//
// # Scale
//
// Scale 1 is the whole column. Scale s keeps depths, density of cells and
// connection probability at each distance, and takes s times the cross-section:
// a column √s times as wide with s times the cells of each m-type (at least
// one; two where there are six or more at full scale). A smaller circuit
// therefore is denser: its cells are close together. At 5 % some 1,590 neurons
// have some 75,000 connections.
//
// # What is not modelled
//
// Reciprocity and neighbours in common are what they come to be. The
// number of synapses per connection is not drawn. docs/synthetic.md compares the
// whole column with the published one.
//
// # Origin of the numbers
//
// Markram et al. 2015 (https://doi.org/10.1016/j.cell.2015.09.029), Ramaswamy et
// al. 2015 (https://doi.org/10.3389/fncir.2015.00044) and Reimann et al. 2015
// (https://doi.org/10.3389/fncom.2015.00120). The folder data holds them with
// their terms, which are the portal's.
package synth
