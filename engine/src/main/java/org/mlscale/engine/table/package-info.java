/**
 * In: the chunks of a table and the user's word on its columns. Out: a {@link org.mlscale.engine.table.Table}, frozen by one pass, and the
 * {@link org.mlscale.engine.table.RowPlan}: which rows each step takes. The Table owns the cached chunks for the whole job, within the
 * {@link org.mlscale.engine.table.MemoryBudget}.
 */
@NullMarked
package org.mlscale.engine.table;

import org.jspecify.annotations.NullMarked;
