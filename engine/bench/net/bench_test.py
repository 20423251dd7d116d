"""What the report stands on: speeds, ratios by round, who answers otherwise; and what a process is given and prints."""

import os
import unittest
from unittest.mock import patch

from report import Measured, Report
from systems import Failed, Figure, System, environment


def measured(number: int, system: str, rows: int, threads: int = 1, wall: float = 2.0, answer: float = 0.5) -> Measured:
    """A turn of one CPU second."""
    return Measured("2-3-1", threads, number, system, Figure("1024", rows, 1.0, wall, answer))


class ReportTest(unittest.TestCase):
    def test_ratios_are_by_round_and_the_median_counts(self):
        turns = [(0, "mlscale", 6000), (1, "mlscale", 3000), (2, "mlscale", 6000)]
        turns += [(0, "pytorch", 3000), (1, "pytorch", 750), (2, "pytorch", 2000)]
        report = Report([measured(*turn) for turn in turns])
        row = "| 2-3-1, learn, 1,024 rows a step | 6.0 (3.0–6.0) | 2.0 (0.8–3.0) | 3.00× |\n"
        self.assertIn(row, report.markdown())
        self.assertEqual(report.problems(), [])

    def test_what_two_threads_gain_is_by_wall_seconds(self):
        turns = [measured(0, "mlscale", 100, wall=1.0), measured(0, "mlscale", 190, threads=2, wall=1.0)]
        turns += [measured(0, "pytorch", 100, wall=1.0), measured(0, "pytorch", 152, threads=2, wall=1.0)]
        row = "| 2-3-1, learn, 1,024 rows a step | 1.90× | 1.52× | 1.25× |\n"
        self.assertIn(row, Report(turns).markdown())

    def test_without_a_peer_there_is_nothing_to_compare_with(self):
        report = Report([measured(0, "mlscale", 1000)])
        self.assertIn("| 1.0 | – | – |\n", report.markdown())
        self.assertRegex(report.problems()[0], "^no peer ran")

    def test_without_mlscale_there_is_nothing_to_compare(self):
        self.assertRegex(Report([measured(0, "pytorch", 1000)]).problems()[0], "^mlscale did not run 2-3-1, learn")

    def test_who_answers_otherwise_is_named(self):
        same = [measured(0, "mlscale", 10), measured(0, "pytorch", 10, answer=0.5005)]
        self.assertEqual(Report(same).problems(), [])
        other = [measured(0, "mlscale", 10), measured(0, "pytorch", 10, answer=0.502)]
        said = "2-3-1, learn, 1,024 rows a step: pytorch answers 0.502, and mlscale 0.5"
        self.assertEqual(Report(other).problems(), [said])

    def test_mlscale_answers_the_same_bits_in_every_round(self):
        turns = [measured(0, "mlscale", 10), measured(1, "mlscale", 10, answer=0.50000001)]
        self.assertRegex(Report([*turns, measured(0, "pytorch", 10)]).problems()[0], "in one round and another")


class ProcessTest(unittest.TestCase):
    def printing(self, script: str) -> tuple[str, list[Figure]]:
        """What is understood of a process that runs the script."""
        return System("any", ("sh", "-c", script)).figures(1, [])

    def test_lines_of_json_are_figures_and_others_are_talk(self):
        figure = '{"task": "256", "rows": 3, "cpu": 1, "wall": 2, "answer": 4}'
        script = f"""echo INFO; echo '{{"version": "V 1"}}'; echo '{figure}'"""
        self.assertEqual(self.printing(script), ("V 1", [Figure("256", 3, 1, 2, 4)]))

    def test_a_process_that_fails_or_prints_no_figures_is_refused(self):
        with self.assertRaisesRegex(Failed, "exit code 3 of: .* sh -c .*\nno memory"):
            self.printing("echo no memory >&2; exit 3")
        with self.assertRaisesRegex(Failed, "printed no figures"):
            self.printing("""echo '{"version": "V 1"}'""")

    def test_no_kernel_is_left_over_and_threads_are_told(self):
        with patch.dict(os.environ, {"OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "7"}):
            self.assertNotIn("OPENBLAS_CORETYPE", environment())
            version, _ = self.printing(
                """echo "{\\"version\\": \\"$OPENBLAS_CORETYPE-$OMP_NUM_THREADS\\"}";"""
                """echo '{"task": "256", "rows": 3, "cpu": 1, "wall": 2, "answer": 4}'"""
            )
        self.assertEqual(version, "-1")


if __name__ == "__main__":
    unittest.main()
