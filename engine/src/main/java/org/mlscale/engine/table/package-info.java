/**
 * In: the chunks of a table and the user's word on its columns. Out: a {@link org.mlscale.engine.table.Table}, frozen by one pass, and the
 * {@link org.mlscale.engine.table.RowPlan}: which rows each step takes. The {@link org.mlscale.engine.table.CellStore} keeps the
 * cached chunks for the whole job: in memory within the {@link org.mlscale.engine.table.MemoryBudget}, the others in a file.
 */
@NullMarked
package org.mlscale.engine.table;

import org.jspecify.annotations.NullMarked;
