"""Test methods are called as `unittest` calls them, and the tasks that they call are jobs."""

import unittest

from eflows2smk import FILE_IN, FILE_OUT, task, wait_on


@task(out=FILE_OUT)
def write(number, out):
    with open(out, "w") as file:
        file.write(str(number))


@task(returns=1, source=FILE_IN)
def read(source):
    with open(source) as file:
        return int(file.read())


@task(returns=1)
def double(x):
    return 2 * x


class Doubled(unittest.TestCase):
    def setUp(self):
        self.numbers = [1, 2, 3]
        self.doubled = [double(number) for number in self.numbers]

    def test_sum(self):
        self.assertEqual(sum(wait_on(self.doubled)), 2 * sum(self.numbers))

    def test_each(self):
        for number, result in zip(self.numbers, wait_on(self.doubled)):
            with self.subTest(number=number):
                self.assertEqual(result, 2 * number, "not doubled")
        self.assertAlmostEqual(wait_on(double(0.1)), 0.2)

    @unittest.skip("nobody has this machine")
    def test_elsewhere(self):
        write(0, "elsewhere.txt")


class Own(unittest.TestCase):
    """Its tasks get the test case, which the assertions of a job need whole."""

    @task(returns=1)
    def halved(self, x):
        return x / 2

    def test_half(self):
        self.assertEqual(wait_on(self.halved(3)), 1.5)


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        write(7, "seven.txt")

    def test_read(self):
        self.assertIn(wait_on(read("seven.txt")), (7, 8))
        with self.assertRaises(ValueError):
            int("seven")


if __name__ == "__main__":
    unittest.main()
