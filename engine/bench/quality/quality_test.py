"""What the figures stand on: the cut, the figures by hand, the bar, and the file of results."""

import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

import ours
import results
from figures import Answer, figures
from report import Gain, Line, below_linear, better_mlp, gain, meets_bar
from results import Measured
from tables import FOLDS, Table, cut, load


class FolderTest(unittest.TestCase):
    """A test with an empty folder `data` and an empty folder `cut`."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data, self.cut = Path(folder.name, "data"), Path(folder.name, "cut")
        self.data.mkdir()
        self.cut.mkdir()


class CutTest(FolderTest):
    def test_every_record_is_tested_on_once_and_keeps_its_bytes(self):
        records = [b'%d;"a, %d";x\r\n' % (i, i) for i in range(12)]
        (self.data / "t.csv").write_bytes(b"id;name;y\r\n" + b"".join(records))
        for number in range(FOLDS):
            fold = cut(Table("t", "t.csv", 12, "y", separator=";"), number, self.data, self.cut)
            test = [record for i, record in enumerate(records) if i % 5 == number]
            train = [record for record in records if record not in test]
            self.assertEqual(fold.test.read_bytes(), b"id;name;y\r\n" + b"".join(test))
            self.assertEqual(fold.train.read_bytes(), b"id;name;y\r\n" + b"".join(train))
            self.assertEqual(fold.seed, 42 + number)

    def test_a_test_file_of_its_own_is_the_test_of_every_fold(self):
        (self.data / "train.csv").write_bytes(b"1, <=50K\n2, >50K\n\n")
        (self.data / "test.csv").write_bytes(b"\n3, >50K.\n4, <=50K.")
        table = Table("t", "train.csv", 2, "column_2", test_file="test.csv", header=False)
        for number in range(FOLDS):
            fold = cut(table, number, self.data, self.cut)
            self.assertEqual(fold.train.read_bytes(), b"1, <=50K\n2, >50K\n")
            self.assertEqual(fold.test.read_bytes(), b"3, >50K\n4, <=50K\n")
            inputs, target = load(table, fold.test)
            self.assertEqual((inputs.columns.tolist(), target.tolist()), (["column_1"], [">50K", "<=50K"]))

    def test_ignored_columns_and_lines_before_the_header_are_gone(self):
        (self.data / "t.csv").write_bytes(b",X1,Y\nID,a,y\n7,?,1\n8,0.5,0\n")
        fold = cut(Table("t", "t.csv", 2, "y", lines_before_header=1, ignore=("ID",)), 1, self.data, self.cut)
        self.assertEqual(fold.test.read_bytes(), b"ID,a,y\n8,0.5,0\n")
        inputs, target = load(fold.table, fold.train)
        self.assertEqual((inputs.columns.tolist(), target.tolist()), (["a"], ["1"]))
        self.assertTrue(math.isnan(inputs["a"][0]))

    def test_a_record_longer_than_its_line_is_refused(self):
        (self.data / "t.csv").write_bytes(b'a,y\n"1\n2",3\n')
        with self.assertRaisesRegex(ValueError, "line 2 ends inside quotes"):
            cut(Table("t", "t.csv", 1, "y"), 0, self.data, self.cut)

    def test_another_number_of_records_is_another_table(self):
        (self.data / "t.csv").write_bytes(b"a,y\n1,2\n")
        with self.assertRaisesRegex(ValueError, "has 1 records, and t has 2"):
            cut(Table("t", "t.csv", 2, "y"), 0, self.data, self.cut)


class FiguresTest(FolderTest):
    def test_of_two_classes(self):
        answer = Answer(np.array(["b", "a", "b"]), np.array(["a", "b"]), np.array([[1, 3], [8, 2], [0.5, 0.5]]))
        found = figures(np.array(["b", "a", "a"]), answer)
        self.assertAlmostEqual(found["accuracy"], 2 / 3)
        self.assertAlmostEqual(found["log_loss"], -(math.log(0.75) + math.log(0.8) + math.log(0.5)) / 3)
        self.assertAlmostEqual(found["auc"], 1.0)
        self.assertAlmostEqual(found["macro_f1"], (2 / 3 + 2 / 3) / 2)

    def test_of_three_classes_there_is_no_auc(self):
        answer = Answer(np.array(["a"]), np.array(["a", "b", "c"]), np.array([[0.5, 0.25, 0.25]]))
        self.assertEqual(figures(np.array(["a"]), answer).keys(), {"accuracy", "log_loss", "macro_f1"})

    def test_of_numbers(self):
        found = figures(np.array([0.0, 2.0]), Answer(np.array([1.0, 5.0])))
        self.assertAlmostEqual(found["rmse"], math.sqrt(5))
        self.assertAlmostEqual(found["mae"], 2.0)
        self.assertAlmostEqual(found["r2"], 1 - 10 / 2)

    def test_too_few_predictions_and_unknown_classes_are_refused(self):
        answer = Answer(np.array(["a"]), np.array(["a", "b"]), np.array([[0.9, 0.1]]))
        with self.assertRaisesRegex(ValueError, "1 predictions for 2 rows"):
            figures(np.array(["a", "a"]), answer)
        with self.assertRaisesRegex(ValueError, "no probability for"):
            figures(np.array(["c"]), answer)

    def test_probabilities_that_mlscale_wrote_are_put_in_the_order_of_the_labels(self):
        predictions = self.data / "predictions.csv"
        predictions.write_text("prediction,prob_9,prob_10\n9,0.7,0.3\n10,0.2,0.8\n", encoding="utf-8")
        answer = ours.read(predictions, "classification")
        self.assertEqual((answer.predicted.tolist(), answer.labels.tolist()), (["9", "10"], ["10", "9"]))
        self.assertEqual(answer.probabilities.tolist(), [[0.3, 0.7], [0.8, 0.2]])


class BarTest(unittest.TestCase):
    def test_a_gain_is_paired_by_fold_and_positive_when_better(self):
        found = gain("accuracy", {0: 0.9, 1: 0.8, 2: 0.1}, {0: 0.8, 1: 0.5, 3: 0.9})
        self.assertAlmostEqual(found.mean, 0.2)
        self.assertAlmostEqual(found.error, 0.1)
        self.assertEqual(found.folds, 2)
        self.assertIsNone(gain("accuracy", {0: 0.9}, {0: 0.8}))

    def test_an_error_is_compared_as_a_share_of_the_peers(self):
        found = gain("rmse", {0: 110.0, 1: 310.0}, {0: 100.0, 1: 300.0})
        self.assertAlmostEqual(found.mean, -0.05)
        self.assertAlmostEqual(found.error, 0.0)

    def test_the_bar_is_the_allowance_or_two_standard_errors(self):
        self.assertTrue(meets_bar("accuracy", Gain(-0.0049, 0.0, 5)))
        self.assertFalse(meets_bar("accuracy", Gain(-0.0051, 0.0025, 5)))
        self.assertTrue(meets_bar("accuracy", Gain(-0.0051, 0.0026, 5)))
        self.assertTrue(meets_bar("rmse", Gain(-0.029, 0.0, 5)))
        self.assertFalse(meets_bar("rmse", Gain(-0.031, 0.01, 5)))

    def test_below_linear_is_by_more_than_two_standard_errors(self):
        self.assertTrue(below_linear(Gain(-0.003, 0.001, 5)))
        self.assertFalse(below_linear(Gain(-0.003, 0.002, 5)))

    def test_the_better_mlp_is_chosen_by_metric(self):
        systems = {"mlp100": {0: 1.0, 1: 2.0}, "mlp256-128": {0: 1.1, 1: 1.8}, "histgb": {0: 9.0}}
        self.assertEqual(better_mlp("rmse", systems), "mlp256-128")
        self.assertEqual(better_mlp("accuracy", systems), "mlp100")

    def test_verdicts(self):
        good, bad = dict.fromkeys(range(5), 0.9), dict.fromkeys(range(5), 0.8)
        peers = {"linear": bad, "mlp100": bad, "mlp256-128": good}
        self.assertEqual(Line("t", "accuracy", {**peers, "mlscale": good}).verdict(), "met")
        self.assertEqual(Line("t", "accuracy", {**peers, "mlscale": bad}).verdict(), "**missed**")
        peers = {"linear": good, "mlp100": bad, "mlp256-128": bad}
        self.assertEqual(Line("t", "accuracy", {**peers, "mlscale": bad}).verdict(), "**below linear**")
        self.assertEqual(Line("t", "accuracy", {**peers, "mlscale": {0: 0.9, 1: 0.9}}).verdict(), "2 of 5 folds")
        self.assertEqual(Line("t", "accuracy", peers).verdict(), "not measured")


class ResultsTest(FolderTest):
    def test_what_is_appended_is_read_again_and_twice_is_refused(self):
        path, line = self.data / "results.csv", Measured("wine", 0, 42, "mlscale", "rmse", 0.1 + 0.2, 1.5)
        results.begin(path, ["today"])
        results.append(path, [line])
        results.begin(path, ["tomorrow"])
        self.assertEqual(results.load([path, self.data / "absent.csv"]), [line])
        results.append(path, [line])
        with self.assertRaisesRegex(ValueError, "measured more than once.*wine 0 mlscale rmse"):
            results.load([path])


if __name__ == "__main__":
    unittest.main()
