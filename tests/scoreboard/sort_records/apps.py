import os

from pycompss.api.task import task
from pycompss.api.parameter import IN


@task(input_file=IN, bucket_dir=IN, returns=str)
def filter_bucket(input_file, bucket_dir, low, high):
    os.makedirs(bucket_dir, exist_ok=True)
    out_file = os.path.join(bucket_dir, os.path.basename(input_file))
    with open(input_file) as fin, open(out_file, "w") as fout:
        for line in fin:
            if low <= line < high:
                fout.write(line)
    return out_file


@task(bucket_dir=IN, returns=str)
def sort_bucket(bucket_dir, output_file):
    records = []
    for fname in os.listdir(bucket_dir):
        with open(os.path.join(bucket_dir, fname)) as f:
            records += f.readlines()
    with open(output_file, "w") as out:
        out.writelines(sorted(records))
    return output_file


@task(returns=bool)
def verify(sorted_file):
    with open(sorted_file) as f:
        lines = f.readlines()
    if lines != sorted(lines):
        raise RuntimeError(sorted_file)
    return True
