# A protein in water: tools in a chain, of which two change the topology in place.
import sys
from os import listdir
from os.path import isfile, join

from pycompss.api.binary import binary
from pycompss.api.constraint import constraint
from pycompss.api.parameter import *
from pycompss.api.task import task

TOOL = "./tools/md.sh"


@binary(binary=TOOL)
@task(protein=FILE_IN, structure=FILE_OUT, topology=FILE_OUT)
def generate_topology(
    mode="pdb2gmx",
    protein_flag="-f",
    protein=None,
    structure_flag="-o",
    structure=None,
    topology_flag="-p",
    topology=None,
    flags="-ignh",
):
    pass


@binary(binary=TOOL)
@task(structure=FILE_IN, box=FILE_OUT)
def define_box(mode="editconf", structure_flag="-f", structure=None, box_flag="-o", box=None, distance="1.0"):
    pass


@binary(binary=TOOL)
@task(box=FILE_IN, solvated=FILE_OUT, topology=FILE_INOUT)
def add_solvate(mode="solvate", box_flag="-cp", box=None, out_flag="-o", solvated=None, top_flag="-p", topology=None):
    pass


@binary(binary=TOOL)
@task(conf=FILE_IN, structure=FILE_IN, topology=FILE_IN, output=FILE_OUT)
def assemble(
    mode="grompp", conf_flag="-f", conf=None, c="-c", structure=None, p="-p", topology=None, o="-o", output=None
):
    pass


@binary(binary=TOOL)
@task(ions=FILE_IN, output=FILE_OUT, topology=FILE_INOUT, group={Type: FILE_IN, StdIOStream: STDIN})
def replace_with_ions(mode="genion", s="-s", ions=None, o="-o", output=None, p="-p", topology=None, group=None):
    pass


@constraint(computing_units="2")
@binary(binary=TOOL)
@task(em=FILE_IN, energy=FILE_OUT)
def minimise(mode="mdrun", s="-s", em=None, e="-e", energy=None):
    pass


def main(dataset_path, output_path, config_path):
    print("Starting demo")
    protein_names = []
    protein_pdbs = []
    for f in sorted(listdir(dataset_path)):
        if isfile(join(dataset_path, f)):
            protein_names.append(f.split(".")[0])
            protein_pdbs.append(join(dataset_path, f))
    proteins = zip(protein_names, protein_pdbs)
    for name, pdb in proteins:
        structure = join(output_path, name + ".gro")
        topology = join(output_path, name + ".top")
        generate_topology(protein=pdb, structure=structure, topology=topology)
        box = join(output_path, name + "_newbox.gro")
        define_box(structure=structure, box=box)
        solvated = join(output_path, name + "_solv.gro")
        add_solvate(box=box, solvated=solvated, topology=topology)
        ions = join(output_path, name + "_ions.tpr")
        assemble(conf=join(config_path, "ions.mdp"), structure=solvated, topology=topology, output=ions)
        with_ions = join(output_path, name + "_solv_ions.gro")
        replace_with_ions(ions=ions, output=with_ions, topology=topology, group=join(config_path, "genion.group"))
        em = join(output_path, name + "_em.tpr")
        assemble(conf=join(config_path, "minim.mdp"), structure=with_ions, topology=topology, output=em)
        minimise(em=em, energy=join(output_path, name + "_em.edr"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
