/** In: what a command threw. Out: three lines for the user, and the exit code; the only place that knows both. */
@NullMarked
package org.mlscale.cli.exit;

import org.jspecify.annotations.NullMarked;
