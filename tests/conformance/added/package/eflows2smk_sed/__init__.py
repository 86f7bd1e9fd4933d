"""``@sed``: a script of sed, as software."""

from eflows2smk.decorators.wrapper import described_by


def sed(**keywords):
    """Keywords: script, quiet, working_dir, fail_by_exit_value. Gets the files that are parameters, in order."""
    return described_by("sed", keywords, ("script",))
