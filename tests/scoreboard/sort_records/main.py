import glob
import logging
import os

from pycompss.api.api import compss_barrier, compss_wait_on
from apps import filter_bucket, sort_bucket, verify

NUM_BUCKETS = 2
BUCKET_DIR = "buckets"
OUTPUT_DIR = "outputs"


def setup_logging():
    logging.basicConfig(level=logging.INFO, format="[%(levelname)s] %(message)s", force=True)


def main():
    setup_logging()
    bucket_dir = os.path.abspath(BUCKET_DIR)
    output_dir = os.path.abspath(OUTPUT_DIR)
    os.makedirs(bucket_dir, exist_ok=True)
    os.makedirs(output_dir, exist_ok=True)
    inputs = sorted(glob.glob(os.path.join("inputs", "*.txt")))
    logging.info("%d inputs", len(inputs))
    ranges = [(chr(ord("a") + 13 * i), chr(ord("a") + 13 * (i + 1))) for i in range(NUM_BUCKETS)]
    filter_tasks = []
    for bid, (low, high) in enumerate(ranges):
        bdir = os.path.join(bucket_dir, f"bucket_{bid}")
        for f in inputs:
            filter_tasks.append(filter_bucket(f, bdir, low, high))
    compss_wait_on(filter_tasks)
    sorted_outputs = []
    for bid in range(NUM_BUCKETS):
        bdir = os.path.join(bucket_dir, f"bucket_{bid}")
        sorted_outputs.append(sort_bucket(bdir, os.path.join(output_dir, f"sorted_{bid}.txt")))
    sorted_outputs = compss_wait_on(sorted_outputs)
    checks = []
    for out in sorted_outputs:
        checks.append(verify(out))
    compss_wait_on(checks)
    compss_barrier()
    logging.info("done")


if __name__ == "__main__":
    main()
