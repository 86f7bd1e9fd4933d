import csv
import os
import sys

from eflows2smk import FILE_IN, FILE_OUT, binary, task, COLLECTION_FILE_IN


@task(reads=FILE_IN, reference=FILE_IN, bam=FILE_OUT)
def align(reads, reference, bam):
    with open(reference) as f:
        genome = f.read().strip()
    with open(reads) as f, open(bam, "w") as out:
        for read in f:
            out.write("%s\t%d\n" % (read.strip(), genome.find(read.strip())))


@binary(binary="sort", args="-k2,2n {{bam}} -o {{sorted_bam}}")
@task(bam=FILE_IN, sorted_bam=FILE_OUT)
def sort_bam(bam, sorted_bam):
    pass


@task(bams=COLLECTION_FILE_IN, vcf=FILE_OUT)
def call(bams, vcf):
    with open(vcf, "w") as out:
        out.write("##samples=%d\n" % len(bams))
        for bam in bams:
            with open(bam) as f:
                out.write(f.readline())


def samples(sheet):
    with open(sheet, newline="") as f:
        for row in csv.DictReader(f):
            if row["use"] == "yes":
                yield row["name"], [r for r in row["reads"].split(";") if r]


def main():
    sheet, reference = sys.argv[1:3]
    outdir = "calls"
    if not os.path.exists(outdir):
        os.mkdir(outdir)
    for name, reads in samples(sheet):
        bams = []
        for lane, path in enumerate(reads):
            bam = f"{outdir}/{name}.{lane}.bam"
            align(os.path.join(os.path.dirname(sheet), path), reference, bam)
            srt = bam.replace(".bam", ".sorted.bam")
            sort_bam(bam, srt)
            bams.append(srt)
        call(bams, f"{outdir}/{name}.vcf")


main()
