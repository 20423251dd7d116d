/**
 * In: what went wrong, where, and what mends it. Out: the one exception that all rooms throw at a user. Imports no room; {@code cli.exit}
 * alone turns it into text and an exit code.
 */
@NullMarked
package org.mlscale.engine.fault;

import org.jspecify.annotations.NullMarked;
