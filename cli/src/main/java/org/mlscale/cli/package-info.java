/** In: flags. Out: calls into the engine, in the order in which data flows, and what is said about them. One class a command. */
@NullMarked
package org.mlscale.cli;

import org.jspecify.annotations.NullMarked;
