/**
 * Runs one transfer from its start until its files are closed: which transport, how many connections, what a failure means.
 * The only sub-package that is known from outside; knows all the others, and no byte passes through it.
 */
@NullMarked
package io.hfdownloader.transfer.engine;

import org.jspecify.annotations.NullMarked;
