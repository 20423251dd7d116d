package org.mlscale.cli;

import java.util.List;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.ColumnRenames;
import picocli.CommandLine.Option;

/** Other names for the same columns, in a table that a model is to read. */
final class RenameOption {
    @Option(
            names = "--rename",
            paramLabel = "OLD=NEW",
            description = "Column OLD of the table is the model's column NEW; repeatable.")
    List<String> renames = List.of();

    /** {@code head} with the model's names. */
    TableHead applied(TableHead head, Schema schema) {
        return ColumnRenames.apply(renames, head, schema);
    }
}
