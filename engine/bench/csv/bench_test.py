"""What the report stands on: speeds, ratios by round, who finds another table; and what a process prints."""

import tempfile
import unittest
from pathlib import Path

from bench import TABLES, chosen
from report import Measured, Report, same, spread
from systems import SYSTEMS, Failed, Pass, Place, System

BY_NAME = {system.name: system for system in SYSTEMS}
OURS, OURS_2, POLARS, INDEX = (BY_NAME[name] for name in ("mlscale", "mlscale-2", "polars", "index"))


def measured(number: int, system: System, cpu: float, wall: float = 9.0, rows: int = 10) -> Measured:
    """A pass over the table t that found the same as all others, but for the rows."""
    found = (None, None, None) if system is INDEX else (rows, 1.5, 2)
    return Measured("t", number, system, f"{system.name} 1.0", Pass(cpu, wall, *found))


class ReportTest(unittest.TestCase):
    def test_ratios_are_by_round_and_the_median_counts(self):
        turns = [(0, OURS, 1.0), (1, OURS, 2.0), (2, OURS, 1.0), (0, POLARS, 2.0), (1, POLARS, 8.0), (2, POLARS, 3.0)]
        report = Report([measured(*turn) for turn in turns], {"t": 6_000_000}, cold=False)
        self.assertEqual(report.cells("mlscale"), ["6 (3–6)", "–"])
        self.assertEqual(report.cells("polars"), ["2 (1–3)", "3.00×"])
        self.assertEqual(report.problems(), [])

    def test_a_cold_file_is_judged_by_wall_seconds(self):
        passes = [measured(0, OURS, 1.0, wall=2.0), measured(0, POLARS, 1.0, wall=5.0)]
        report = Report(passes, {"t": 20_000_000}, cold=True)
        self.assertEqual(report.cells("polars"), ["4", "2.50×"])

    def test_scaling_is_wall_on_one_core_by_wall_on_two(self):
        report = Report([measured(0, OURS, 4.0, wall=4.0), measured(0, OURS_2, 4.1, wall=2.0)], {"t": 1}, cold=False)
        self.assertIn("| t | 4.00 | 2.00 | 2.00× |\n", report.markdown({}))

    def test_who_finds_another_table_is_named_and_alone_makes_no_figures(self):
        passes = [measured(0, OURS, 1.0), measured(0, POLARS, 1.0, rows=11), measured(0, INDEX, 0.1)]
        report = Report(passes, {"t": 1}, cold=False)
        said = "**t: polars finds 11 rows, sum 1.5, 2 missing, and mlscale 10 rows, sum 1.5, 2 missing**"
        self.assertEqual(report.differences(), [said])
        self.assertEqual(report.problems(), ["no peer finds in t what mlscale does"])

    def test_another_table_in_another_round_is_a_problem(self):
        passes = [measured(0, OURS, 1.0), measured(1, OURS, 1.0, rows=11), measured(0, POLARS, 1.0)]
        report = Report(passes, {"t": 1}, cold=False)
        self.assertEqual(report.problems(), ["mlscale finds another t in another round"])

    def test_the_limit_is_no_peer(self):
        report = Report([measured(0, OURS, 1.0), measured(0, INDEX, 0.1)], {"t": 1}, cold=False)
        self.assertEqual(len(report.problems()), 1)
        self.assertRegex(report.problems()[0], "no peer was run")

    def test_without_mlscale_there_is_nothing_to_compare(self):
        report = Report([measured(0, POLARS, 1.0)], {"t": 1}, cold=False)
        self.assertEqual(report.problems(), ["mlscale did not read t"])
        self.assertIn("- mlscale is left out: no memory\n", report.markdown({"mlscale": "no memory\nand more"}))

    def test_sums_are_the_same_to_six_digits(self):
        self.assertTrue(same(Pass(1, 1, 5, 742704.2469, 0), Pass(1, 1, 5, 742704.2467, 0)))
        self.assertFalse(same(Pass(1, 1, 5, 742704.2469, 0), Pass(1, 1, 5, 742714.2469, 0)))
        self.assertFalse(same(Pass(1, 1, 5, 1.0, 0), Pass(1, 1, 5, 1.0, 1)))

    def test_a_spread_of_one_is_the_value(self):
        self.assertEqual(spread([1234.4], 0), "1,234")


class ProcessTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = Place(Path(folder.name), Path(), Path(), "")

    def printing(self, script: str) -> tuple[str, list[Pass]]:
        """What is understood of a process that runs the script."""
        return OURS.passes(self.place, ["sh", "-c", script], [])

    def test_lines_of_json_are_passes_and_others_are_talk(self):
        script = """echo INFO; echo '{"version": "V 1"}'; echo '{"cpu": 1, "wall": 2, "marks": 3}'"""
        self.assertEqual(self.printing(script), ("V 1", [Pass(1, 2)]))

    def test_a_process_that_fails_or_prints_no_pass_is_refused(self):
        with self.assertRaisesRegex(Failed, "exit code 3 of: sh -c .*\nno memory"):
            self.printing("echo no memory >&2; exit 3")
        with self.assertRaisesRegex(Failed, "printed no pass"):
            self.printing("""echo '{"version": "V 1"}'""")
        with self.assertRaisesRegex(Failed, "there is no program /nowhere here"):
            self.place.run(["/nowhere"])


class ChosenTest(unittest.TestCase):
    def test_mlscale_is_always_in_and_the_order_is_kept(self):
        self.assertEqual([s.name for s in chosen(SYSTEMS)("index,polars")], ["mlscale", "polars", "index"])
        self.assertEqual([t.name for t in chosen(TABLES)("mixed")], ["mixed"])


if __name__ == "__main__":
    unittest.main()
