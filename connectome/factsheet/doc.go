// Package factsheet reads the JSON fact sheets of the Neocortical Microcircuit
// portal, Ramaswamy et al. 2015, doi:10.3389/fncir.2015.00044:
//
//   - pathway anatomy, keyed "PRE:POST": what connects two m-types, in numbers of
//     two significant digits;
//   - pathway physiology, keyed alike: synapses and postsynaptic potentials;
//   - layers: numbers of cells and pathways, lengths and volumes;
//   - the circuit: thickness, density and cells of each layer.
//
// What to know of them: the anatomy describes instance mc2 of the average circuit,
// and its pathways are not those that have connections there. connection_probability
// is in percent, and of pairs near each other, so that it is not a pathway's density.
// synapse_type does not tell excitatory from inhibitory: twelve pathways of an
// inhibitory m-type say "Excitatory"; take the class of the presynaptic m-type.
// In the layers sheet L23 is layer 3 alone, and it counts 7 cells of L6_BP where the
// files of connections hold 70.
//
// Fields that are not listed here are ignored; those that are listed must be there,
// as numbers or null, which is read as NaN. Sheets of up to [MaxSize] bytes are
// read; nothing in one can do more than cause an [*Error].
package factsheet
