from dataclasses import dataclass

SIZES = {"low": 2, "high": 4}


@dataclass
class Sample:
    name: str
    size: int
