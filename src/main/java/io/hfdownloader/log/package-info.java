/**
 * What the log says: no secret, and of what clients and networks do one line a kind and minute, without a stack.
 * Stands before the handlers of the log; knows no caller.
 */
@NullMarked
package io.hfdownloader.log;

import org.jspecify.annotations.NullMarked;
