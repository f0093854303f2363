"""``hipexpert``: the group of verbs."""

import click

from hipexpert import __version__
from hipexpert.cli.audit import audit
from hipexpert.cli.bench import bench
from hipexpert.cli.cohort import cohort
from hipexpert.cli.diff import diff
from hipexpert.cli.explain import explain
from hipexpert.cli.findings import findings
from hipexpert.cli.interview import interview
from hipexpert.cli.simulate import simulate
from hipexpert.cli.suite import suite

EPILOG = """\b
Examples:
  hipexpert interview
  hipexpert explain -f pain_site=lateral_hip -f agg_lying_on_side=yes -f age_years=46
  hipexpert explain my_hip.yaml
  hipexpert findings groin
  hipexpert bench my_cases/
  hipexpert test my_cases/ --coverage
  hipexpert audit my_pack/
  hipexpert cohort runners.csv -o results.parquet
  hipexpert simulate 100000
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="hipexpert")
def main() -> None:
    """Hip pain in runners: how urgent it is, what it may be, and how each conclusion was reached.

    Education and triage support, not a diagnosis.
    """


main.add_command(audit)
main.add_command(bench)
main.add_command(cohort)
main.add_command(diff)
main.add_command(explain)
main.add_command(findings)
main.add_command(interview)
main.add_command(simulate)
main.add_command(suite)
