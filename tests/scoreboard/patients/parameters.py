import argparse
import os


def parse_arguments():
    parser = argparse.ArgumentParser(description="Patients' workflow")
    parser.add_argument("metadata", help="table of samples")
    parser.add_argument("expression", help="expression of genes")
    parser.add_argument("results", help="folder for results")
    parser.add_argument("-r", "--replicates", type=int, default=2)
    args = parser.parse_args()
    args.results = os.path.normpath(args.results)
    if not os.path.isfile(args.metadata):
        parser.error("no such file: " + args.metadata)
    return args
