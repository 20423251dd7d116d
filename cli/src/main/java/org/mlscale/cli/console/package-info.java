/** In: what a command has to say. Out: lines on stderr, a live line on a terminal, and the run's log. Owns the streams. */
@NullMarked
package org.mlscale.cli.console;

import org.jspecify.annotations.NullMarked;
