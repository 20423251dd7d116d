package org.mlscale.cli;

import org.mlscale.cli.console.Text;
import org.mlscale.engine.table.Sample;
import org.mlscale.engine.table.TableFreeze.Headed;

/** What {@code --sample} came to, in words. */
final class SampleText {
    private SampleText() {}

    /** Of a table that is read as such, or as a whole because it is no larger. */
    static String of(Headed table) {
        return table.sample().map(SampleText::of).orElse("all of the table, which has no more than --sample asks for");
    }

    private static String of(Sample sample) {
        Sample.Whole whole = sample.whole();
        StringBuilder text = new StringBuilder("%s, taken evenly over all of the table, which has %s%s"
                .formatted(
                        Text.count(sample.rows(), "row"),
                        whole.exact() ? "" : "about ",
                        Text.count(whole.rows(), "row")));
        if (whole.spans() > 0) {
            text.append(" (estimated from %s of its text)".formatted(Text.count(whole.spans(), "span")));
        }
        if (whole.dropped() > 0) {
            text.append("\n%s of them left out: nobody can tell from within where a record begins"
                    .formatted(Text.count(whole.dropped())));
        }
        if (!whole.readWhole().isEmpty()) {
            text.append("\n%s had to be read to the end: only a plain file of UTF-8 can be read from the middle"
                    .formatted(
                            whole.readWhole().size() == 1
                                    ? whole.readWhole().getFirst()
                                    : Text.count(whole.readWhole().size(), "file")));
        }
        return text.toString();
    }
}
